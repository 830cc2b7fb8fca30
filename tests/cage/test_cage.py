"""What a reader of foreign bytes may do: nothing but read, and die alone."""

from __future__ import annotations

import os
import threading
import time

import pytest

from inspection import cage
from inspection.cage import locks
from inspection.errors import InspectionError
from tests.cage import inside

SMALL = cage.Bounds(memory_bytes=256 << 20, cpu_seconds=1.0, output_bytes=1 << 20)


def does(function, body=b"", *args, of=str):
    return cage.call(function, body, *args, of=of, bounds=SMALL)


def test_bytes_go_in_and_values_of_the_declared_type_come_out():
    assert does(inside.length, b"x" * 3_000_000, of=int) == 3_000_000
    assert list(cage.stream(inside.lines, "甲\n乙".encode(), of=tuple[int, str], bounds=SMALL)) == [
        (1, "甲"),
        (2, "乙"),
    ]
    assert does(inside.half_a_character) == "?"


@pytest.mark.parametrize(
    "deed",
    [inside.open_socket, inside.open_file, inside.write_file, inside.fork, inside.run_program, inside.kill_parent],
    ids=lambda deed: deed.__name__,
)
def test_no_socket_no_file_no_fork_no_program_no_signal(deed, tmp_path):
    """F1: each is refused by the system, also after the reader closed what it holds to make room."""
    for closes_first in (False, True):
        told = does(deed, str(tmp_path / "made").encode(), closes_first)
        assert told.startswith("refused"), told
    assert not (tmp_path / "made").exists()
    os.kill(os.getpid(), 0)


def test_no_secret_of_ours_is_in_its_environment(monkeypatch):
    monkeypatch.setenv("AIRFLOW__CORE__FERNET_KEY", "geheim")
    monkeypatch.setenv("INSPECTION_SECRET_TOKEN", "geheim")
    cage.close()
    assert "geheim" not in does(inside.environment)


def test_it_is_another_user_and_without_network_where_we_may_give_that_up():
    held = cage.locks_held(inside.length, SMALL)
    assert held >= locks.ALWAYS
    if os.geteuid() == 0:
        assert "user" in held
        assert int(does(inside.user)) in locks.USER_IDS


@pytest.mark.parametrize(
    ("deed", "outcome"),
    [
        (inside.take_a_gigabyte, "too_large"),
        (inside.take_a_gigabyte_outside_python, "too_large"),
        (inside.tell_a_gigabyte, "too_large"),
        (inside.run_for_ever, "too_slow"),
        (inside.abort, "damaged"),
        (inside.segfault, "damaged"),
        (inside.leave, "damaged"),
        (inside.recurse, "damaged"),
        (inside.raise_an_error, "damaged"),
        (inside.send_another_type, "damaged"),
        (inside.send_nonsense, "damaged"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_what_kills_it_is_told_by_outcome_and_the_next_file_is_read(deed, outcome):
    with pytest.raises(cage.Unreadable) as told:
        does(deed)
    assert told.value.outcome == outcome, told.value.detail
    assert does(inside.length, b"next", of=int) == 4


def test_one_that_waits_is_ended_by_our_clock(monkeypatch):
    monkeypatch.setattr(cage.Bounds, "wall_seconds", property(lambda bounds: 0.5))
    began = time.monotonic()
    with pytest.raises(cage.Unreadable, match="too_slow"):
        does(inside.wait)
    assert time.monotonic() - began < 5


def test_an_error_of_ours_keeps_its_place_and_remedy_and_the_reader_lives():
    before = does(inside.process)
    with pytest.raises(InspectionError) as told:
        does(inside.refuse)
    assert (told.value.problem, told.value.place, told.value.remedy) == ("is wrong", "a file", "mend it")
    assert does(inside.process) == before


def test_one_reader_is_warm_for_many_files_and_leaves_when_it_kept_much():
    first = does(inside.process)
    assert {does(inside.process) for _ in range(20)} == {first}
    assert does(inside.keep_much) == first
    assert does(inside.process) != first


def test_readers_are_not_shared_by_threads_nor_half_read_answers():
    answers = cage.stream(inside.lines, b"a\nb", of=tuple[int, str], bounds=SMALL)
    assert next(answers) == (1, "a")
    assert does(inside.length, b"x", of=int) == 1
    assert next(answers) == (2, "b")
    found = []
    threads = [
        threading.Thread(target=lambda at=at: found.append(does(inside.length, b"x" * at, of=int))) for at in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == list(range(6))


def test_a_forked_task_has_readers_of_its_own():
    ours = does(inside.process)
    read, write = os.pipe()
    if (child := os.fork()) == 0:
        os.write(write, does(inside.process).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(read, 100).decode() not in {"", ours}
    assert does(inside.process) == ours
