"""Minutes that are removed are gone for whoever asks, and kept until they are pruned: nothing is lost by mistake."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from data import schema
from data.bilingual import MinutesError
from data.parsing import parse_source
from data.reading import Source
from data.refs import Ref
from data.removals import Removals
from data.store import AddStatus, Store, StoredMinutes, WordIndex
from data.words import grams
from tests.expected import minutes, source

REF = minutes(26).ref
WORDS = grams("罗腾堡德风街")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(state_dir: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copy(state_dir / "minutes.db", tmp_path)
    with closing(Store.in_folder(tmp_path)) as opened:
        yield opened


@pytest.fixture
def removals(store: Store, clock: Clock) -> Removals:
    return Removals(store.database, clock)


def corrected(name: str = "corrected.txt") -> Source:
    text = source(26).text.replace("罗腾堡德风街", "海棠花径长廊")
    return Source(name, text.encode(), text)


def add(store: Store, document: Source) -> AddStatus:
    return store.add(document, parse_source(document)).status


def kept(store: Store) -> list[StoredMinutes]:
    return list(store.all_minutes())


def found(store: Store) -> set[str]:
    return set(store.word_scores(WORDS, WordIndex.CHINESE))


def documents(store: Store) -> list[str]:
    with store.database.reading() as connection:
        return sorted(connection.scalars(sa.select(schema.document.c.name)))


def test_removed_minutes_are_in_nothing_and_come_back_as_they_were(store: Store, removals: Removals) -> None:
    before, words, revision = kept(store), found(store), store.revision
    assert words
    removal = removals.remove(REF)
    assert (removal.ref, removal.kept) == (REF, before[0])
    assert (kept(store), found(store), store.recall(source(26).sha256)) == (before[1:], set(), None)
    assert store.revision == revision + 1
    assert store.document(source(26).sha256)[1] == source(26).content
    assert removal.id is not None
    assert removals.restore(removal.id) == before[0]
    assert (kept(store), found(store), store.revision) == (before, words, revision + 2)


def test_older_versions_go_and_come_back_with_their_meeting(store: Store, removals: Removals) -> None:
    add(store, corrected())
    before = kept(store)
    assert [version.source for version in before[0].versions] == ["seed_taicang_26.txt"]
    removal = removals.remove(REF)
    assert add(store, source(26)) is AddStatus.ADDED, "the older version is none any more"
    assert kept(store)[0].versions == ()
    removals.remove(REF)
    assert removal.id is not None
    removals.restore(removal.id)
    assert kept(store) == before


def test_undoing_works_after_a_restart(tmp_path: Path, store: Store) -> None:
    before = kept(store)
    removal = Removals(store.database).remove(REF)
    store.close()
    with closing(Store.in_folder(tmp_path)) as again:
        assert removal.id is not None
        Removals(again.database).restore(removal.id)
        assert kept(again) == before


def test_the_same_file_can_be_added_again_and_the_removal_is_then_not_undone(store: Store, removals: Removals) -> None:
    removal = removals.remove(REF)
    assert add(store, source(26)) is AddStatus.ADDED
    before = kept(store)
    assert removal.id is not None
    with pytest.raises(MinutesError, match="added again meanwhile"):
        removals.restore(removal.id)
    assert kept(store) == before


def test_a_removal_is_undone_once_and_its_number_never_undoes_another(store: Store, removals: Removals) -> None:
    first = removals.remove(REF)
    assert first.id is not None
    removals.restore(first.id)
    second = removals.remove(minutes(25).ref)
    assert first.id != second.id
    with pytest.raises(MinutesError, match="undone already"):
        removals.restore(first.id)
    assert [each.minutes.number for each in kept(store)] == [26]


@pytest.mark.parametrize("ref", [Ref(99, series=REF.series), Ref(26, series="k3nylai8"), Ref(26)])
def test_what_is_not_there_cannot_be_removed(store: Store, removals: Removals, ref: Ref) -> None:
    with pytest.raises(KeyError):
        removals.remove(ref)
    assert len(kept(store)) == 2


def test_only_the_document_that_was_meant_is_removed(store: Store, removals: Removals) -> None:
    meant = source(26).sha256[:16]
    add(store, corrected())
    for take_out in (removals.remove, removals.undo_adding):
        with pytest.raises(KeyError):
            take_out(REF, meant)
    assert [each.source for each in kept(store)] == ["corrected.txt", "seed_taicang_25.txt"]
    assert removals.remove(REF, corrected().sha256[:16]).kept.source == "corrected.txt"


def test_undoing_the_adding_of_new_minutes_removes_them(store: Store, removals: Removals) -> None:
    removal = removals.undo_adding(REF, source(26).sha256)
    assert [each.minutes.number for each in kept(store)] == [25]
    assert removal.id is not None
    removals.restore(removal.id)
    assert [each.minutes.number for each in kept(store)] == [26, 25]


def test_undoing_a_replacement_brings_the_document_before_it_back(store: Store, removals: Removals) -> None:
    before, words = kept(store), found(store)
    add(store, corrected())
    assert found(store) != words
    removal = removals.undo_adding(REF, corrected().sha256)
    assert removal.id is None
    assert (kept(store), found(store)) == (before, words)
    assert add(store, corrected()) is AddStatus.REPLACED


def test_removals_and_all_their_documents_are_pruned_when_they_are_old(
    store: Store, removals: Removals, clock: Clock
) -> None:
    add(store, corrected())
    removal = removals.remove(REF)
    clock.now += timedelta(days=89, hours=23)
    assert removals.prune(90) == 0
    assert documents(store) == ["corrected.txt", "seed_taicang_25.txt", "seed_taicang_26.txt"]
    clock.now += timedelta(hours=2)
    assert removals.prune(90) == 1
    assert documents(store) == ["seed_taicang_25.txt"]
    assert removal.id is not None
    with pytest.raises(MinutesError, match="too long ago"):
        removals.restore(removal.id)


def test_a_removal_happens_wholly_or_not_at_all(store: Store, removals: Removals) -> None:
    before, words = kept(store), found(store)
    with store.database.writing() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER fail BEFORE INSERT ON removal BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        )
    with pytest.raises(sa.exc.DatabaseError):
        removals.remove(REF)
    assert (kept(store), found(store)) == (before, words)
