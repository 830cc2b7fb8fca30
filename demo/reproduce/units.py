"""Who is registered: named units first, then numbered ones, each with its faults by period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from demo.reproduce.office import Group, Named, Office
from inspection import model

PLATFORM_LABELS = {
    "微信公众号": "wx", "新浪微博": "wb", "抖音短视频": "dy", "今日头条": "tt", "移动客户端": "app",
}  # fmt: skip
_CODES_FROM = 9001  # codes of real sites are counted from 1


class Look(NamedTuple):
    """A day on which units are looked at, and the period that it counts for."""

    day: date
    period_id: str


class Fault(NamedTuple):
    """What a unit is made to fail by in a period, from a day on where one is given."""

    period_id: str
    kind: str
    since: date | None


@dataclass(frozen=True)
class Unit:
    """One site or account; `is_named` by the published list."""

    kind: str
    number: int
    name: str
    organiser: str
    platform: str = ""
    organiser_class: str = ""
    code: str = ""
    host: str = ""
    is_named: bool = False
    is_inspected: bool = True
    faults: tuple[Fault, ...] = ()

    @property
    def account_id(self) -> str:
        """A made id; a named account has none in the export, as its list gives none."""
        return "" if self.is_named else f"constructed-{self.number:04}"

    @property
    def subject_id(self) -> str:
        """Its durable id in the warehouse."""
        if self.kind == "site":
            return model.site_id(self.code)
        return model.account_id(self.platform, self.account_id or self.name)

    @property
    def home_url(self) -> str:
        """Address of the home page, or of the account's page."""
        return f"http://{self.host}/"

    def fault(self, period_id: str) -> Fault | None:
        """What it fails by in a period."""
        return next((fault for fault in self.faults if fault.period_id == period_id), None)

    def fault_at(self, look: Look) -> str:
        """What a look finds it failing by; empty where by nothing."""
        fault = self.fault(look.period_id)
        return fault.kind if fault and (fault.since is None or fault.since <= look.day) else ""


@dataclass(frozen=True)
class Units:
    """All units of an office."""

    office: Office

    @cached_property
    def sites(self) -> list[Unit]:
        """Sites in the order of their codes."""
        office, place = self.office, self.office.place
        named = [one for one in office.named if one.kind == "site"]
        faults = _assign(office, "site", range(len(named), office.site_count))
        units = []
        for number in range(office.site_count):
            code = f"{place.code}{_CODES_FROM + number}"
            shared = {"code": code, "host": f"s{_CODES_FROM + number}.{office.jurisdiction}.example"}
            if number < len(named):
                one = named[number]
                units.append(
                    Unit("site", number + 1, one.name, one.organiser, **shared, is_named=True, faults=_own(office, one))
                )
            else:
                name = f"{place.name}样本网站{number + 1:03}"
                organiser = f"{place.name}构造单位{number + 1:03}"
                units.append(Unit("site", number + 1, name, organiser, **shared, faults=faults.get(number, ())))
        return units

    @cached_property
    def accounts(self) -> list[Unit]:
        """Accounts, group by group; named ones take the first places of their platform."""
        office = self.office
        waiting = [one for one in office.named if one.kind == "account"]
        places: list[tuple[Group, Named | None, int]] = []
        for group in office.accounts:
            mine = [one for one in waiting if one.platform == group.platform][: group.count]
            waiting = [one for one in waiting if one not in mine]
            places += [(group, mine[at] if at < len(mine) else None, at) for at in range(group.count)]
        if waiting:
            raise ValueError(f"no group of accounts holds {waiting[0].name}")
        free = [number for number, (group, one, at) in enumerate(places) if one is None and _is_inspected(group, at)]
        faults = _assign(office, "account", free)
        return [
            self._account(number, group, one, at, faults.get(number, ()))
            for number, (group, one, at) in enumerate(places)
        ]

    def _account(self, number: int, group: Group, one: Named | None, at: int, faults: tuple[Fault, ...]) -> Unit:
        label = PLATFORM_LABELS.get(group.platform, "other")
        host = f"{label}{number + 1:04}.{self.office.jurisdiction}.example"
        shared = {"platform": group.platform, "organiser_class": group.of, "host": host}
        if one is not None:
            return Unit(
                "account", number + 1, one.name, one.organiser, **shared, is_named=True, faults=_own(self.office, one)
            )
        organiser = group.organiser.format(n=f"{number + 1:03}")
        name = f"{self.office.place.name}样本账号{number + 1:04}"
        is_inspected = _is_inspected(group, at)
        return Unit("account", number + 1, name, organiser, **shared, is_inspected=is_inspected, faults=faults)

    def failed(self, kind: str) -> Iterator[Unit]:
        """Those with a fault in the office's period."""
        units = self.sites if kind == "site" else self.accounts
        return (unit for unit in units if unit.fault(self.office.period))

    @cached_property
    def whole(self) -> frozenset[str]:
        """Codes of the sites that are archived whole, articles too: those that fail, and ten others."""
        failed = {unit.code for unit in self.sites if unit.faults}
        others = [unit.code for unit in self.sites if unit.code not in failed]
        return frozenset(failed | set(others[:10]))

    @cached_property
    def shown_accounts(self) -> list[Unit]:
        """The accounts whose public pages are archived: those that fail, and ten others."""
        others = [account for account in self.accounts if not account.faults][:10]
        return [account for account in self.accounts if account.faults] + others


def _own(office: Office, one: Named) -> tuple[Fault, ...]:
    return (Fault(office.period, one.fault, one.since),)


def _is_inspected(group: Group, at: int) -> bool:
    return group.inspected is None or at < group.inspected


def _assign(office: Office, kind: str, free: Iterable[int]) -> dict[int, tuple[Fault, ...]]:
    """Faults of numbered units, handed out over the free places in order; each place bears one."""
    places, found = iter(free), {}
    for entry in office.faults:
        if entry.kind == kind:
            for _ in range(entry.count):
                found[next(places)] = (Fault(entry.period or office.period, entry.fault, entry.since),)
    return found
