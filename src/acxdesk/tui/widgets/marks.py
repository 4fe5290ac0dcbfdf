"""The lines that the reader marked, for a deed on all of them at once."""

from collections.abc import Collection, Iterable


class Marks:
    """Ids of marked lines, in the order in which they were marked.

    A range is marked step by step: what the range added falls off again when its end draws back, what was marked
    before it stays.
    """

    def __init__(self) -> None:
        self._ids: dict[int, None] = {}
        self._of_range: set[int] = set()

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, line_id: object) -> bool:
        return line_id in self._ids

    def in_order(self) -> tuple[int, ...]:
        """The ids, the one marked first in front."""
        return tuple(self._ids)

    def toggle(self, line_id: int) -> None:
        """Mark a line, or take its mark away."""
        if line_id in self._ids:
            del self._ids[line_id]
        else:
            self._ids[line_id] = None

    def toggle_all(self, line_ids: Collection[int]) -> None:
        """Mark all of these lines; when all of them are marked already, take their marks away."""
        self.end_range()
        if all(line_id in self._ids for line_id in line_ids):
            for line_id in line_ids:
                del self._ids[line_id]
        else:
            self._ids.update(dict.fromkeys(line_ids))

    def reach(self, line_id: int) -> None:
        """The present range grows over a line."""
        if line_id not in self._ids:
            self._ids[line_id] = None
            self._of_range.add(line_id)

    def draw_back(self, line_id: int) -> None:
        """The present range draws back from a line."""
        if line_id in self._of_range:
            self._of_range.remove(line_id)
            self._ids.pop(line_id, None)

    def end_range(self) -> None:
        """What the range marked stays marked; the next step begins another one."""
        self._of_range.clear()

    def drop(self, gone: Iterable[int]) -> None:
        """Take the marks of these lines away, where they have one."""
        for line_id in gone:
            self._ids.pop(line_id, None)
            self._of_range.discard(line_id)

    def clear(self) -> None:
        """Take all marks away."""
        self._ids.clear()
        self._of_range.clear()
