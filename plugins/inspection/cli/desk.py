"""The desk: who is inspected, how all of it stands, and what waits for a person's word.

Who signs, returns or answers is the login of the database, never an option.
"""

from __future__ import annotations

import hashlib
import json
import re
import socket
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import psycopg
import typer

from inspection import places, warehouse
from inspection.cli.common import JurisdictionName, app, login
from inspection.cli.inputs import return_rows
from inspection.declared.office import Jurisdiction, load
from inspection.errors import InspectionError
from inspection.language import N_, _
from inspection.model import SubjectKind
from inspection.net import user_agent_of
from inspection.periods import Period, local_day

PeriodArgument = Annotated[str, typer.Argument(help="周期 Period: 2023Q4, 2020-09, 2023, special-NAME.")]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON。 Print JSON.")]
Comment = Annotated[str, typer.Option("--comment", help="意见。 Why.")]
_KINDS = {"site": N_("Site"), "account": N_("Account")}
_GRADES = {
    "qualified": N_("Qualified"), "unqualified": N_("Unqualified"), "undetermined": N_("Undetermined"),
    "excused": N_("Excused"), "prominent_issue": N_("Prominent issue"),
}  # fmt: skip


@app.command()
def subjects(
    jurisdiction: JurisdictionName,
    search: Annotated[
        str | None, typer.Argument(help="名称、单位、标识码或网址的一部分。 A part of any of these.")
    ] = None,
    kind: Annotated[SubjectKind | None, typer.Option(help="只列一类。 Of one kind.")] = None,
    as_json: AsJson = False,
) -> None:
    """列出或查找检查对象。 List the subjects that are inspected, or those that a word is found in."""
    office = load(jurisdiction)
    parameters = {
        **office.ids, "day": local_day(datetime.now(UTC)), "search": search, "kind": kind,
    }  # fmt: skip
    with warehouse.connect() as connection:
        rows = warehouse.query(connection, "queue/subjects.sql", parameters)
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=2, default=str))
        return
    for row in rows:
        graded = f"{row['period_id']} {_(_GRADES[row['grade']])}" if row["grade"] else None
        cells = (row["code"], row["platform"], row["name"], row["organiser"], row["status"], row["home_url"], graded)
        print("  ".join(filter(None, (_(_KINDS[row["kind"]]), *cells))))
    print(_("{count} in all").format(count=len(rows)))


@app.command()
def status(jurisdiction: JurisdictionName, as_json: AsJson = False) -> None:
    """运行情况:最新日期、缺少什么、待办事项、对外地址与标识。 How it stands: what ran, what is missing, what waits."""
    from inspection.flow import clocks
    from inspection.flow.inspect_day import missing_days

    office = load(jurisdiction)
    here = datetime.now(UTC)
    today, quarter = local_day(here), Period.quarter_of(local_day(here))
    with warehouse.connect() as connection:
        (row,) = warehouse.query(connection, "queue/status.sql", office.ids)
        late = row.pop("database_at") - here
        missing = [day for day in missing_days(connection, office, quarter) if day < today]
        covered = _covered(connection, office, quarter, today)
        host = connection.info.host
        of_sites = None if "://" in places.store() else clocks.of_sites(connection, office, places.store())
    told: dict[str, Any] = row | {
        "period": quarter.period_id,
        "days_not_done": [str(day) for day in missing],
        "coverage": covered,
        "clock_skew_seconds": round(late.total_seconds(), 1),
        "sites_skew_seconds": of_sites,
        "address": _own_address(),
        "user_agent": user_agent_of(office.contact_url),
        "database_host": host,
    }
    if as_json:
        print(json.dumps(told, ensure_ascii=False, indent=2, default=str))
        return
    print("\n".join(_status_lines(told)))


@app.command()
def proposals(
    jurisdiction: JurisdictionName,
    confirm: Annotated[str, typer.Option(help="属实:编号,如 1,3-5 或 all。 Numbers that are so.")] = "",
    downgrade: Annotated[str, typer.Option(help="降级。 Numbers that are less grave.")] = "",
    strike_out: Annotated[str, typer.Option(help="剔除。 Numbers that are no problem.")] = "",
    note: Annotated[str, typer.Option(help="说明。 Why.")] = "",
    of_list: Annotated[str, typer.Option("--list", help="所答清单,列出时给出。 The list answered, as printed.")] = "",
    page: Annotated[int, typer.Option(min=1, help="第几页,每页 100 条。 Which hundred of them.")] = 1,
) -> None:
    """列出待确认问题,或作答。 List what the machine only suspects, or answer: what is not named stays open."""
    from inspection.judging import judge
    from inspection.judging import proposals as proposing

    office, answers = load(jurisdiction), {"confirmed": confirm, "downgraded": downgrade, "struck_out": strike_out}
    with warehouse.connect() as connection:
        pages = proposing.open_batches(connection, office, size=100)
        batch = pages[page - 1] if page <= len(pages) else {"keys": [], "text": ""}
        listed = hashlib.sha256(repr(batch["keys"]).encode()).hexdigest()[:8]
        if not any(answers.values()):
            print(batch["text"] or _("No proposal is open"))
            if batch["keys"]:
                own = f"--page {page} " if page > 1 else ""
                verb = f"python -m inspection proposals {own}--list {listed} --confirm 1,3-5 --strike-out 2"
                print(f"\n{_('Page {page} of {pages}').format(page=page, pages=len(pages))}")
                print(f"{_('To answer')}: {verb}")
            return
        if of_list != listed:  # numbers of another list would mean other findings
            raise InspectionError(
                f"the list is no longer {of_list or '-'} but {listed}: the numbers are of another list",
                remedy="list them again without an answer, and give --list as printed",
            )
        person = login(connection)
        counts = proposing.record(
            connection, office, batch["keys"], answers, day=local_day(datetime.now(UTC)), body=office.office["zh"],
            note=note, answered_by=person, answered_at=datetime.now(UTC), shown=batch["text"],
        )  # fmt: skip
        judge.load_decisions(connection, office)
    print(f"{person}: " + ", ".join(f"{_(decision)} {count}" for decision, count in counts.items()))


@app.command()
def sign(
    period: PeriodArgument,
    jurisdiction: JurisdictionName,
    number: Annotated[str, typer.Option(help="发文序号,可不填。 Serial number; may be left out.")] = "",
    issued_on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="成文日期,默认当日。 Day of issue; default: today.")
    ] = None,
    comment: Comment = "",
    overruled: Annotated[
        str, typer.Option(help="不采纳校对意见的理由,记入签发记录。 Why contradictions are overruled; it is kept.")
    ] = "",
) -> None:
    """签发通报草稿,签发人为数据库登录用户。 Sign the draft of a bulletin, as the login of the database."""
    from inspection.flow import publish

    office = load(jurisdiction)
    with warehouse.connect() as connection:
        person = login(connection)
        folder = publish.sign(
            connection, office, office.period(period), places.output(), signed_by=person, signed_at=datetime.now(UTC),
            issued_on=issued_on.date() if issued_on else None, document_number=number, note=comment,
            overruled=overruled,
        )  # fmt: skip
    print(_("{person} has signed: {what}").format(person=person, what=folder))


@app.command("return")
def give_back(
    what: Annotated[str, typer.Argument(help="周期(退回其草稿),或处理结果文件。 A period, or a file of rulings.")],
    jurisdiction: JurisdictionName,
    comment: Comment = "",
) -> None:
    """退回通报草稿;给出文件则处理隔离的行。 Return a draft of a bulletin; a file: let quarantined rows back in."""
    office = load(jurisdiction)
    if Path(what).exists() or not re.fullmatch(r"\d{4}(Q[1-4]|-\d\d)?|special-[\w-]+", what):
        return_rows(Path(what), office)
    else:
        return_draft(office, office.period(what), comment)


def return_draft(office: Jurisdiction, period: Period, comment: str) -> None:
    """Return the period's draft as the login of the database."""
    from inspection.flow import publish

    with warehouse.connect() as connection:
        person = login(connection)
        publish.give_back(connection, office, period, returned_by=person, returned_at=datetime.now(UTC), reason=comment)
    print(_("{person} has returned: {what}").format(person=person, what=period.period_id))


def _covered(connection: psycopg.Connection, office: Jurisdiction, period: Period, today: date) -> dict[str, str]:
    """Kind of observation → `days observed/days due` of the period so far."""
    rows = connection.execute(
        "select kind, count(*) filter (where is_observed) as seen, count(*) as due"
        " from mart.coverage(%s, %s, %s::date[], %s::text[]) group by kind order by kind",
        (office.jurisdiction_id, office.observer_id, office.due_days(period, today), office.observes),
    )
    return {row["kind"]: f"{row['seen']}/{row['due']}" for row in rows}


def _own_address() -> str:
    """The address of this machine towards the world; behind a gateway sites see the gateway's. '' without a way."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        try:
            way.connect(("192.0.2.1", 9))  # sends nothing: the system only chooses its way
            return way.getsockname()[0]
        except OSError:
            return ""


_NEWEST = {
    "registry_day": N_("registry"),
    "reports_day": N_("reports of inspectors"),
    "probes_day": N_("probes"),
    "pages_day": N_("pages"),
    "accounts_day": N_("accounts"),
    "extracted_day": N_("days read"),
    "judged_day": N_("days judged"),
}
_OBSERVED = {"probes": N_("probes"), "pages": N_("pages"), "accounts": N_("accounts"), "reports": N_("reports")}


def _status_lines(told: dict[str, Any]) -> Iterable[str]:
    none, missing = _("none"), told["days_not_done"]
    newest = [f"{_(name)} {told[key] or none}" for key, name in _NEWEST.items()]
    covered = [f"{_(_OBSERVED[kind])} {days}" for kind, days in told["coverage"].items()]
    span = f"{len(missing)} ({missing[0]} – {missing[-1]}): python -m inspection backfill" if missing else none
    for title, value in (
        (_("Newest day"), "; ".join(newest)),
        (_("Days observed of days due, in {period}").format(period=told["period"]), "; ".join(covered) or none),
        (_("Days of {period} not done").format(period=told["period"]), span),
        (_("Periods built"), told["built_periods"] or none),
        (_("To be signed"), told["unsigned_periods"] or none),
        (_("Rows in quarantine"), told["quarantined_count"]),
        (_("Proposals open"), told["proposal_count"]),
        (_("Clock of the database ahead of ours (s)"), told["clock_skew_seconds"]),
        (_("Clocks of sites ahead of ours (s)"), _skews(told["sites_skew_seconds"]) or none),
        (_("Address that sites see"), told["address"] or none),
        (_("User-Agent that sites see"), told["user_agent"]),
    ):
        yield f"{title}: {value}"


def _skews(found: dict[str, Any] | None) -> str:
    """How far the clocks of sites are from ours: half of them, and how many were asked."""
    return _("{seconds} at the median of {count} sites").format(**found) if found else ""
