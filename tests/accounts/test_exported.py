"""What an export of posts tells: which days it sees of whom."""

from __future__ import annotations

from datetime import UTC, date, datetime

from inspection.accounts.exported import looks_told_by
from inspection.accounts.posts import PostRow

TODAY = date(2026, 7, 31)


def post(account: str, day: int, month: int = 7) -> PostRow:
    at = datetime(2026, month, day, 4, tzinfo=UTC)
    return PostRow("office", f"account:{account}", f"{account}/{month}/{day}", at, at, "标题", None, None)


def seen(*posts: PostRow) -> dict[str, list[int]]:
    days: dict[str, list[int]] = {}
    for look in looks_told_by(posts, TODAY):
        assert (look.outcome, look.is_source_healthy, look.newest_post_at.date() <= look.day) == ("ok", True, True)
        days.setdefault(look.subject_id.removeprefix("account:"), []).append(look.day.day)
    return days


def test_a_silent_account_is_seen_while_others_of_its_platform_post():
    days = seen(post("新浪微博:a", 1), *(post("新浪微博:b", day) for day in (2, 8, 15, 21)))
    assert days == {"新浪微博:a": list(range(1, 22)), "新浪微博:b": list(range(2, 22))}


def test_an_account_is_seen_from_its_first_post_on():
    assert seen(post("快手:a", 9), post("快手:b", 5), post("快手:b", 10))["快手:a"] == [9, 10]


def test_a_platform_that_fell_silent_as_a_whole_is_not_seen():
    days = seen(post("快手:a", 1), post("快手:b", 2), *(post("新浪微博:c", day) for day in range(1, 22)))
    assert days["快手:a"] == [1, 2, 3, 4, 5]
    assert days["快手:b"] == [2, 3, 4, 5]


def test_a_gap_of_a_platform_that_goes_on_is_seen_a_week_before_it_goes_on():
    assert seen(post("快手:a", 1), post("快手:b", 20))["快手:a"] == [1, *range(13, 21)]


def test_a_post_dated_ahead_proves_nothing():
    assert seen(post("快手:a", 1), post("快手:b", 2), post("快手:b", 5, month=9))["快手:a"] == [1, 2]


def test_posts_of_one_account_alone_tell_of_no_silence():
    assert seen(post("百家号:a", 1), post("新浪微博:b", 28))["百家号:a"] == [1, 2, 3, 4]
