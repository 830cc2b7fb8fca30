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
from inspection.cli.common import JurisdictionName, app
from inspection.cli.inputs import return_rows
from inspection.declared.office import Jurisdiction, load
from inspection.errors import InspectionError
from inspection.model import SubjectKind
from inspection.net import user_agent_of
from inspection.periods import Period, local_day

PeriodArgument = Annotated[str, typer.Argument(help="周期 Period: 2023Q4, 2020-09, 2023, special-NAME.")]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON。 Print JSON.")]
Comment = Annotated[str, typer.Option("--comment", help="意见。 Why.")]
_SHOWN = {"site": "网站 site", "account": "账号 account"}


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
        graded = f"{row['period_id']} {row['grade']}" if row["grade"] else None
        cells = (row["code"], row["platform"], row["name"], row["organiser"], row["status"], row["home_url"], graded)
        print("  ".join(filter(None, (_SHOWN[row["kind"]], *cells))))
    print(f"共 {len(rows)} 个 subjects")


@app.command()
def status(jurisdiction: JurisdictionName, as_json: AsJson = False) -> None:
    """运行情况:最新日期、缺少什么、待办事项、对外地址与标识。 How it stands: what ran, what is missing, what waits."""
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
    told: dict[str, Any] = row | {
        "period": quarter.period_id,
        "days_not_done": [str(day) for day in missing],
        "coverage": covered,
        "clock_skew_seconds": round(late.total_seconds(), 1),
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
) -> None:
    """列出待确认问题,或作答。 List what the machine only suspects, or answer: what is not named stays open."""
    from inspection.judging import judge
    from inspection.judging import proposals as proposing

    office, answers = load(jurisdiction), {"confirmed": confirm, "downgraded": downgrade, "struck_out": strike_out}
    with warehouse.connect() as connection:
        (batch,) = proposing.open_batches(connection, office, size=100, at_most=1) or [{"keys": [], "text": ""}]
        listed = hashlib.sha256(repr(batch["keys"]).encode()).hexdigest()[:8]
        if not any(answers.values()):
            print(batch["text"] or "没有待确认的问题。 No proposal is open")
            if batch["keys"]:
                print(f"\n作答 answer: python -m inspection proposals --list {listed} --confirm 1,3-5 --strike-out 2")
            return
        if of_list != listed:  # numbers of another list would mean other findings
            raise InspectionError(
                f"清单已不是 {of_list or '(未指明 unnamed)'},现为 {listed}: the numbers are of another list",
                remedy="list them again without an answer, and give --list as printed",
            )
        person = _login(connection)
        counts = proposing.record(
            connection, office, batch["keys"], answers, day=local_day(datetime.now(UTC)), body=office.office["zh"],
            note=" ".join(filter(None, (note, f"({person})"))),
        )  # fmt: skip
        judge.load_decisions(connection, office)
    print(f"{person}: " + ", ".join(f"{decision} {count}" for decision, count in counts.items()))


@app.command()
def sign(
    period: PeriodArgument,
    jurisdiction: JurisdictionName,
    number: Annotated[str, typer.Option(help="发文序号,可不填。 Serial number; may be left out.")] = "",
    issued_on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="成文日期,默认当日。 Day of issue; default: today.")
    ] = None,
    comment: Comment = "",
) -> None:
    """签发通报草稿,签发人为数据库登录用户。 Sign the draft of a bulletin, as the login of the database."""
    from inspection.flow import publish

    office = load(jurisdiction)
    with warehouse.connect() as connection:
        person = _login(connection)
        folder = publish.sign(
            connection, office, office.period(period), places.output(), signed_by=person, signed_at=datetime.now(UTC),
            issued_on=issued_on.date() if issued_on else None, document_number=number, note=comment,
        )  # fmt: skip
    print(f"{person} 已签发 signed: {folder}")


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
        person = _login(connection)
        publish.give_back(
            connection, office, period, returned_by=person, returned_at=datetime.now(UTC), reason=comment
        )  # fmt: skip
    print(f"{person} 已退回 returned: {period.period_id}")


def _login(connection: psycopg.Connection) -> str:
    """The person: the login of the database."""
    return connection.execute("select current_user as person").fetchone()["person"]


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


def _status_lines(told: dict[str, Any]) -> Iterable[str]:
    none = "无 none"
    days = {
        "registry_day": "登记信息 registry", "reports_day": "人工报告 reports", "probes_day": "探测 probes",
        "pages_day": "网页 pages", "accounts_day": "账号 accounts", "extracted_day": "已读取 read",
        "judged_day": "已判定 judged",
    }  # fmt: skip
    yield "最新日期 newest day: " + "; ".join(f"{name} {told[key] or none}" for key, name in days.items())
    yield "覆盖 coverage: " + ("; ".join(f"{kind} {days}" for kind, days in told["coverage"].items()) or none)
    missing = told["days_not_done"]
    span = f"{len(missing)} ({missing[0]} – {missing[-1]}): python -m inspection backfill" if missing else none
    yield f"{told['period']} 未处理的日 days not done: {span}"
    yield f"已汇总 built: {told['built_periods'] or none}; 待签发 to be signed: {told['unsigned_periods'] or none}"
    yield f"隔离的行 rows in quarantine: {told['quarantined_count']}; 待确认 proposals open: {told['proposal_count']}"
    yield f"与数据库时差 clock skew (s): {told['clock_skew_seconds']}"
    yield f"本机地址 address: {told['address'] or none}; User-Agent: {told['user_agent']}"
