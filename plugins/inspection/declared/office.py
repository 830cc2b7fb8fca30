"""A jurisdiction (主管单位): the office that judges, as one YAML file in `include/jurisdictions/`.

`${NAME}` in a value is the environment's `INSPECTION_SECRET_NAME`, so that addresses and tokens stay out of files and
nothing else of the environment can be named. Where it is not set, an input is refused when it is used, and every other
value when the file is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cache
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator

from inspection.declared import canonical, strict
from inspection.declared.inputs import LISTS, REGISTRIES
from inspection.declared.people import Person, Right, roles_with
from inspection.declared.placeholders import LookUp, fill, require
from inspection.declared.strict import Strict
from inspection.declared.style import BulletinStyle
from inspection.errors import InspectionError
from inspection.model import ConnectorName
from inspection.periods import SPECIAL, Period, days_between
from inspection.places import INCLUDE, drop

FOLDER = INCLUDE / "jurisdictions"

# Fields that an office can do without until they are used: `needs` says when that is.
_INPUTS = ("sources", "routes", "history", "connect_to")

# `<id>:<secret>`, or `${NAME}` as long as that is not known
Credential = Annotated[str, Field(pattern=r"^[^:\s]+:\S+$|^\$\{\w+\}$")]
NameServer = Annotated[str, Field(pattern=r"^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-fA-F:]+\])(:\d{1,5})?$")]
ControlUrl = Annotated[str, Field(pattern=r"^https?://[^/?#@\s]+")]


class Paging(Strict):
    """How a JSON API pages: names of its parameters and of its answer's parts (`data.records` is one in another)."""

    page: str = "page"
    per_page: str = "per_page"
    size: int = Field(1000, ge=1)
    first: int = 1
    items: str = "items"
    total: str = "total"
    seconds_between: float = Field(0, ge=0)  # so that a limit on requests is kept


class WebList(Strict):
    """A list on web pages, by CSS selectors: its rows, cells by header (`a@href` an attribute), the next page."""

    rows: str
    cells: dict[str, str] = {}  # none: the rows of a table, the first is the header
    next: str | None = None


class Source(Strict):
    """Where an input comes from: a file, or the newest of a folder or pattern; or an HTTP address.

    `headers` adds forms under which this office writes the columns of an input: field → headers. They hold for the
    exports of an archive too.
    """

    path: str | None = None
    url: str | None = None
    # INSPECTION_SECRET_<this>: the environment variable whose value goes as a bearer token; never written here
    token_from: str | None = Field(None, pattern=r"^\w{1,80}$")
    paging: Paging = Paging()
    web_list: WebList | None = None
    headers: dict[str, list[str]] = {}
    code: str | None = None  # header of the one column that is a subject's code, such as 账号名称


class Control(Strict):
    """A control account (对照账号) of a route: known to post often. A source that does not show that sees nothing.

    Without a platform it stands for all of the route's.
    """

    account_id: str
    name: str = ""
    platform: str | None = None
    url: str = ""  # of its feed, where the route's address is not made from ids
    posts_within_days: int = Field(2, ge=1)


class Route(Strict):
    """One way to see accounts (采集渠道): a connector with its address, controls and pace.

    An office's routes stand in order of trust. `url` may name `{account_id}` and `{name}` of the account;
    without one a feed is that of the registry (`feed_url`).
    """

    route_id: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")
    connector: ConnectorName
    platforms: list[str] = []  # none named: every platform that the connector can see
    url: str = ""
    path: str = ""  # of export and attest: a file, or a folder of which the newest counts
    # account id → `<id>:<secret>` of the office's own, by ${NAME}: of the environment, or in a DAG of a connection
    credentials: dict[str, Credential] = {}
    controls: list[Control] = []
    pace_seconds: float = Field(0.0, ge=0)  # between two starts on one host, and as much again by chance
    backoff_seconds: float = Field(2.0, ge=0)  # before the second try, doubled before the third
    concurrency: int = Field(4, ge=1)  # to one host
    daily_budget: int | None = Field(None, ge=1)  # requests a day, all batches together
    stale_after_hours: int | None = Field(None, ge=1)  # where the source dates what it serves when asked
    closed_every_days: int = Field(7, ge=1)  # between two looks at an account that the registry calls closed (已注销)
    tells_absence: bool = False  # its 404 was found to mean 查询无结果, not a broken bridge

    @field_validator("platforms")
    @classmethod
    def _one_name_a_platform(cls, names: list[str]) -> list[str]:
        return canonical.each(canonical.platform, names)


class DueTime(Strict):
    """Within how many working days (工作日) a message of a channel, of one kind or of all, is to be closed."""

    channel: str
    kind: str | None = None
    working_days: int = Field(ge=0)
    from_date: date = date(1970, 1, 1)  # for messages received from that day on
    is_confirmed: bool = True  # whether a text says it
    source: str = ""

    @field_validator("channel")
    @classmethod
    def _one_name(cls, name: str) -> str:
        return canonical.channel(name)


class Messages(Strict):
    """How an office counts visitors' messages."""

    due_times: list[DueTime] = []  # above those of include/due-times.yaml
    statistics_days_after_cutoff: int = Field(0, ge=0)  # what is closed by then counts as closed


class Quality(Strict):
    """Limits of the gates that a jurisdiction may set."""

    largest_loss_share: float = Field(0.2, ge=0, le=1)  # of the registry's rows, since the load before
    coverage_floor: float = Field(0.8, ge=0, le=1)  # days observed of days due, below which a period is not built


class Sampling(Strict):
    """How a round's sample is drawn (抽样): the least share of each stratum in each month, as 辽宁 asks of its offices
    (10 % by the province, 50 % by a city)."""

    shares: dict[Literal["site", "account"], Annotated[float, Field(gt=0, le=1)]] = {"site": 0.1, "account": 0.1}
    strata: list[Literal["level", "region_code", "organiser_class", "platform"]] = ["level"]  # what makes a stratum
    excludes_days: int = Field(0, ge=0)  # who was inspected so many days before is drawn last


class SpecialCheck(Strict):
    """A special check (专项检查) of one topic: its period is called special-<slug>."""

    name: str
    starts_on: date
    ends_on: date  # inclusive


class Jurisdiction(Strict):
    """Everything that makes the pipeline inspect one office's subjects."""

    jurisdiction_id: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")  # a folder is called so
    name: dict[str, str]  # of the place: {zh: 云州市, en: Yunzhou}
    office: dict[str, str]  # who issues the bulletin
    level: Literal["province", "city", "county"]  # of the office
    edition: str | list[str]  # of several, each day is judged by the one then in force
    vantage: str = "local"  # where this office looks from
    # a veto at any round, on any day, at the last round, or what is left after the recheck (最终核定) fails the period
    quarter_rule: Literal["any_round", "any_day", "last_round", "after_recheck"] = "any_round"
    rounds: list[date] | Literal["month_ends"] = "month_ends"  # inspection rounds (检查轮次)
    cutoff_days_before_end: int = 0  # so many days before the end of a period lies the last one that counts
    # what the office observes; none named: what a period holds. What is not observed is not judged (不予判定)
    observes: list[Literal["probes", "pages", "accounts", "reports"]] | None = None
    observes_on: Literal["every_day", "rounds"] = "every_day"  # on which days something must have been observed
    observes_with: str | None = None  # another office, whose probes and pages of the same subjects this one judges too
    oversees: list[str] = []  # subordinate offices, whose results this one may look at and never change
    recheck_after_days: int = Field(15, ge=1)  # after the last round, where the quarter rule is after_recheck
    without_services: list[str] = []  # site codes of bodies without public services (无办事服务职能)
    allow_networks: list[IPv4Network | IPv6Network] = []  # of hosts inside the office's own network
    connect_to: str | None = None  # host:port that answers for every host: for a city on localhost
    name_servers: list[NameServer] = []  # asked in turn for hosts' names (DNS); none named: those of the machine
    contact_url: str = ""  # told with every visit: who answers for complaints
    control_urls: list[ControlUrl] = []  # known-good hosts of others: where none answers, our own line is down
    robots: Literal["obey", "override"] = "obey"  # robots.txt of the sites; override where an order covers it
    second_look_after_hours: int = Field(6, ge=1, le=24)  # at a link found broken, before it counts as broken
    spider_visits: bool = False  # home pages also with a search spider's agent string, to see cloaking
    sources: dict[str, Source] = {}  # sites, columns, accounts and the lists of include/registry, by name
    routes: list[Route] = [Route(route_id="feed", connector=ConnectorName.FEED)]  # to accounts, in order of trust
    history: str | None = None  # an archive folder that import_history takes in
    words: dict[str, dict[str, list[str]]] = {}  # vocabulary → value → further words of the office's exports
    lexicons: list[str] = ["include/lexicon/writing-errors.yaml"]  # word lists of errors
    quality: Quality = Quality()  # limits of the gates
    messages: Messages = Messages()  # how visitors' messages are counted
    contacts: Literal["keep", "drop"] = "keep"  # persons named in the registries: in schema personal, or not at all
    sampling: Sampling | None = None  # how `draw` chooses who is inspected; none: everybody is
    special_checks: dict[Annotated[str, Field(pattern=r"^\w[\w-]{0,62}$")], SpecialCheck] = {}  # by slug
    # where people put files that forms may name; none: the deployment's own, INSPECTION_DROP/<jurisdiction_id>
    drop_folders: list[str] = []
    people: dict[str, Person] = {}  # by login; none named: as Airflow's permissions say
    bulletin: BulletinStyle  # house style

    def may(self, person: str, right: Right) -> bool:
        """Whether somebody has a right here; everybody where the file names nobody."""
        return not self.people or (person in self.people and self.people[person].may(right))

    def require(self, person: str, right: Right) -> None:
        """Raise InspectionError where somebody lacks a right here."""
        if not self.may(person, right):
            raise InspectionError(
                f"{person or 'nobody'} may not {right} for {self.jurisdiction_id}",
                place=f"{self.jurisdiction_id}: people",
                remedy=f"ask one who may, or name the login in the office's file with {' or '.join(roles_with(right))}",
            )

    def assigned(self, right: Right, *, without: str = "") -> list[dict[str, str]]:
        """Those who have a right, as Airflow's questions name them; nobody where the file names nobody."""
        return [
            {"id": person.airflow_id or login, "name": login}
            for login, person in sorted(self.people.items())
            if person.may(right) and login != without
        ]

    @property
    def dropped_in(self) -> list[Path]:
        """The folders in which a form may name a file: those declared, and the archive."""
        declared = [Path(folder) for folder in self.drop_folders] or [drop(self.jurisdiction_id)]
        return declared + ([Path(self.history)] if self.history and "${" not in self.history else [])

    @property
    def editions(self) -> list[str]:
        """The rule editions (指标版本) by which the office judges or judged."""
        return [self.edition] if isinstance(self.edition, str) else self.edition

    @property
    def has_messages(self) -> bool:
        """Whether visitors' messages (网民留言) have a source or an archive; without one none says nothing."""
        return "messages" in self.sources or self.history is not None

    def period(self, period_id: str) -> Period:
        """The period called so; of a special check the days are in the office's file. Raises InspectionError."""
        check = self.special_checks.get(period_id.removeprefix(SPECIAL)) if period_id.startswith(SPECIAL) else None
        if check is None:
            return Period.parse(period_id)
        return Period(period_id, check.starts_on, check.ends_on + timedelta(days=1), check.name)

    def round_days(self, period: Period) -> list[date]:
        """Inspection rounds (检查轮次) of a period, none after its cut-off day."""
        cutoff = self.cutoff_on(period)
        days = period.month_ends() if self.rounds == "month_ends" else self.rounds
        return [min(day, cutoff) for day in days if period.start <= day < period.end]

    @property
    def observer_id(self) -> str:
        """The office whose observations this one judges by: itself."""
        return self.jurisdiction_id

    @property
    def ids(self) -> dict[str, str]:
        """What SQL binds of an office: whose registry, lists and verdicts, and whose observations."""
        return {"jurisdiction_id": self.jurisdiction_id, "observer_id": self.observer_id}

    @property
    def seen_by_itself(self) -> dict[str, str | None]:
        """What SQL binds where the office looks itself: not at what the office that it observes with looks at."""
        return {"jurisdiction_id": self.jurisdiction_id, "observes_with": self.observes_with}

    def judged_days(self, period: Period) -> list[date]:
        """The days on which a failing veto makes a subject unqualified, by the quarter rule.

        Raises InspectionError where the period has no round.
        """
        rounds = self.round_days(period)
        if self.quarter_rule == "any_day":
            return list(days_between(period.start, self.cutoff_on(period) + timedelta(days=1)))
        if not rounds:
            raise InspectionError(
                f"no inspection round lies in {period.period_id}",
                place=f"jurisdiction {self.jurisdiction_id}",
                remedy="name its rounds, or set them to month_ends",
            )
        return [max(rounds)] if self.quarter_rule == "last_round" else sorted(set(rounds))

    def recheck_on(self, period: Period) -> date | None:
        """Day of the recheck (复查) after which a period is graded; None where the quarter rule has none."""
        if self.quarter_rule != "after_recheck" or not (rounds := self.round_days(period)):
            return None
        return max(rounds) + timedelta(days=self.recheck_after_days)

    def due_days(self, period: Period, today: date) -> list[date]:
        """The days of a period that are over and on which the office is to observe: all, or its rounds."""
        days = sorted(set(self.round_days(period))) if self.observes_on == "rounds" else period.days()
        return [day for day in days if day <= self.cutoff_on(period) and day < today]

    def counted_to(self, period: Period, today: date) -> date:
        """Last day of a period that counts as of `today` (inclusive): what has not come is not counted."""
        return min(self.cutoff_on(period), today)

    def cutoff_on(self, period: Period) -> date:
        """Last day of a period that counts (inclusive)."""
        return date.fromordinal(period.last_day.toordinal() - self.cutoff_days_before_end)

    def with_credentials(self, look_up: LookUp) -> Self:
        """The same office, with the credentials of its routes that the environment did not have."""
        routes = [route.model_copy(update={"credentials": fill(route.credentials, look_up)}) for route in self.routes]
        return self.model_copy(update={"routes": routes})

    def needs(self, *field: str) -> None:
        """Raise InspectionError where an input, such as `sources`, `sites`, has a `${NAME}` that is not set.

        To be called before it is used, for an office loads without what it does not use.
        """
        value = dict(self)
        for part in field:
            value = value[part]
        require(value, f"{self.jurisdiction_id}: {'.'.join(field)}")

    def message_statistics_on(self, period: Period) -> date:
        """The day as of which messages of a period are counted (统计日), inclusive."""
        return self.cutoff_on(period) + timedelta(days=self.messages.statistics_days_after_cutoff)


@cache
def load(name: str | Path) -> Jurisdiction:
    """The jurisdiction called `name`, or described by the file at that path.

    Raises InspectionError that names file, field and what is wrong with it.
    """
    path = Path(name) if str(name).endswith((".yaml", ".yml")) else FOLDER / f"{name}.yaml"
    if not path.exists():
        known = ", ".join(sorted(file.stem for file in FOLDER.glob("*.yaml")))
        raise InspectionError(f"there is no jurisdiction {name}", place=str(path), remedy=f"known are: {known}")
    described = fill(strict.read(path))
    for field, value in described.items():
        if field not in _INPUTS:
            require(value, f"{path}: {field}")
    found = strict.model(Jurisdiction, described, path)
    if path.parent == FOLDER and found.jurisdiction_id != path.stem:  # a copy would write into the other office's rows
        raise InspectionError(
            f"jurisdiction_id: is {found.jurisdiction_id} in the file of {path.stem}",
            place=strict.place(path, ["jurisdiction_id"]),
            remedy=f"write jurisdiction_id: {path.stem}",
        )
    _refuse_unknown(found.sources, path)
    return found


def _refuse_unknown(sources: Iterable[str], path: Path) -> None:
    """Raise InspectionError for a source that no ingest would load: a misspelt name would be passed over."""
    known = (*REGISTRIES, *LISTS)
    for name in sources:
        if name not in known:
            near = get_close_matches(name, known, 1)
            meant = f"did you mean {near[0]}? " if near else ""
            raise InspectionError(
                f"sources: there is no input {name}",
                place=strict.place(path, ["sources", name]),
                remedy=f"{meant}known are: {', '.join(known)}",
            )
