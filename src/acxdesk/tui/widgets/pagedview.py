"""How a big list is read: only the pages that its window shows, off the event loop, in the order of need."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from textual.geometry import Size

from acxdesk.errors import Refused
from acxdesk.queries.listing import Line, Listing
from acxdesk.tui.paint import paint
from acxdesk.tui.widgets.lineview import LineView
from acxdesk.tui.widgets.pages import Held, Pages, Reopened, reopen
from acxdesk.tui.widgets.work import begin

SLOW = 0.3  # seconds after which a read is told of


class PagedView(LineView):
    """Shows a `Listing` of any length. An answer that comes late, to what is no longer asked, is dropped."""

    def __init__(
        self,
        listing: Listing | None = None,
        *,
        empty_words: str = "",
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's word
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes, disabled=disabled)
        self.empty_words = empty_words  # what an empty list says: the key that fills it
        self._listing = listing  # as it was asked for last; the pages follow when they are read
        self._pages: Pages | None = None
        self._filling: Pages | None = None  # the pages that a worker is reading for
        self._ready = False  # mounted: there is a place to draw in
        self._turn = 0  # counts the arrangements asked for: an answer to an older one is dropped
        self._reloading = False
        self._mending = False  # a list that was changed under us is read again once, not for ever
        self._refusal: Refused | None = None  # why the last read failed
        self._told: tuple[object, ...] = ()  # what `_tell_window` said last
        self._words = ""  # what takes long at the moment, such as "reading…"

    # What is shown

    @property
    def listing(self) -> Listing | None:
        """The list as it was last asked for: an export of what is shown takes its sort and its filter."""
        return self._listing

    def show(self, listing: Listing) -> None:
        """Show another list, from its top. The reader's choice of columns stays if the columns are the same."""
        same = self._listing is not None and self._listing.columns == listing.columns
        self._listing = listing
        if not same or not self._shown:
            self._show_columns([column.name for column in listing.columns if column.shown])
        self._turn += 1
        self._reloading = self._mending = False
        self._cursor = 0
        if self._ready:
            self._begin(Pages(listing))

    def choose_columns(self, names: Sequence[str]) -> None:
        """Show these columns, in the list's own order; names that the list does not have are left out."""
        if self._listing is not None:
            known = [column.name for column in self._listing.columns if column.name in names]
            if known:
                self._show_columns(known)

    def title(self) -> str:
        """What the window shows, as words: "1-40 of 12,318, 3 marked"."""
        first, last, total, marked = self._window()
        if total == 0:
            parts = ["No lines"]
        elif last:
            parts = [f"{first:,}-{last:,} of {'…' if total is None else format(total, ',')}"]
        else:
            parts = []
        if marked:
            parts.append(f"{marked:,} marked")
        if self._words:
            parts.append(self._words)
        words = ", ".join(parts)
        return words[:1].upper() + words[1:]

    def line_at(self, index: int) -> Line | None:
        """The line at a zero-based place of the list; None when it was not read yet or is not there."""
        return None if self._pages is None else self._pages.line(index)

    # What the floor above adds

    def _marked_now(self) -> tuple[int, ...]:
        """The ids of the marked lines."""
        raise NotImplementedError

    def _mark_count(self) -> int:
        raise NotImplementedError

    def _arrived(self) -> None:
        """Lines were read, or the list was counted."""
        raise NotImplementedError

    def _reopened(self, fresh: Reopened) -> None:
        """The list was read again."""
        raise NotImplementedError

    def _say_window(self, first: int, last: int, total: int | None, marked: int) -> None:
        """Tell the owner what the window shows."""
        raise NotImplementedError

    def _say_refusal(self, refusal: Refused) -> None:
        """Tell the owner that the list could not be read."""
        raise NotImplementedError

    # Reading page by page

    def on_mount(self) -> None:
        """Begin to read once there is a place to draw in."""
        self._ready = True
        if self._listing is not None:
            self.show(self._listing)

    def _begin(self, pages: Pages) -> None:
        self._pages = pages
        self._refusal = None
        self._lay_out_anew()
        self._grow()
        self.scroll_to(y=0, animate=False, force=True)
        self._fill()

    def _fill(self) -> None:
        """See to it that the pages of the window are read."""
        pages = self._pages
        if pages is None or self._filling is pages or not self.is_attached:
            return
        if pages.lacking(*self._wanted()) is not None:
            self._filling = pages
            begin(self, partial(self._read_pages, pages), group="pages")

    def _wanted(self) -> tuple[int, int, int]:
        top, rows = self._top, max(1, self._rows)
        return top, top + rows - 1, rows

    async def _read_pages(self, pages: Pages) -> None:
        """Read page after page until the window of the moment is there; where it has been since is left out."""
        try:
            with self._slowly("reading…"):
                while self._pages is pages and (page := pages.lacking(*self._wanted())) is not None:
                    lines = await asyncio.to_thread(pages.way(page))
                    if self._pages is not pages:
                        return
                    is_first = pages.is_empty
                    self._take(agrees=pages.put(page, lines))
                    if is_first and pages.total is None:
                        self.call_after_refresh(self._count, pages)
        except Refused as refusal:
            self._refuse(refusal, pages)
        finally:
            if self._filling is pages:
                self._filling = None

    def _count(self, pages: Pages) -> None:
        """Ask how long the list is, now that its first lines are on the screen."""
        if self._pages is pages and self.is_attached:
            begin(self, partial(self._read_count, pages), group="count")

    async def _read_count(self, pages: Pages) -> None:
        try:
            total = await asyncio.to_thread(pages.listing.count)
        except Refused as refusal:
            self._refuse(refusal, pages)
            return
        if self._pages is pages:
            self._take(agrees=pages.settle(total))
            self._fill()

    def _take(self, *, agrees: bool) -> None:
        """Draw what has come. If it does not agree with what came before, the list was changed: read it all again."""
        self._refusal = None
        total = None if self._pages is None else self._pages.total
        if total is not None:
            self._cursor = max(0, min(self._cursor, total - 1))
        self._grow()
        self._arrived()
        self.refresh()
        self._tell_window()
        if not agrees and not self._mending:
            self._mending = True
            self._reload(near=True, follow=True)

    # Reading again

    def reread(self, listing: Listing | None = None) -> None:
        """Read the list again after its data changed.

        The cursor stays on its line and that line in its row of the screen, even when lines come or go in front of
        it; if the line itself is gone, the nearest one has the cursor. Marks stay on the lines that are still there.

        Args:
            listing: the same list as it is to be asked from now on, with the same columns; None: as before.
        """
        if listing is not None:
            self._listing = listing
        self._mending = False
        self._reload(near=True, follow=True)

    def _arrange(self, listing: Listing, *, follow: bool) -> None:
        """Show the same list in another arrangement; `follow` says whether the cursor stays on its line."""
        self._listing = listing
        self._mending = False
        self._reload(near=False, follow=follow)

    def _reload(self, *, near: bool, follow: bool) -> None:
        if self._listing is None or not self._ready or not self.is_attached:
            return
        self._turn += 1
        self._reloading = True
        again = partial(self._read_again, self._turn, self._listing, near=near, follow=follow)
        begin(self, again, group="reload")

    async def _read_again(self, turn: int, listing: Listing, *, near: bool, follow: bool) -> None:
        try:
            with self._slowly("reading…"):
                while True:
                    held = self._held(follow=follow)
                    has_keys = near and self._is_sorted_like(listing)
                    fresh = await asyncio.to_thread(partial(reopen, listing, held, near=has_keys))
                    if turn != self._turn or not self.is_attached:
                        return
                    if held.cursor == self._cursor:  # else the reader has moved on: look for him where he is now
                        break
        except Refused as refusal:
            if turn == self._turn:
                self._reloading = False
                self._refuse(refusal, self._pages)
            return
        self._reloading = False
        self._stand(fresh)

    def _is_sorted_like(self, listing: Listing) -> bool:
        """Whether the keys of the lines on the screen have a place in the listing: a sort may be on its way."""
        shown = self._listing_shown
        return shown is not None and (shown.sort, shown.descending) == (listing.sort, listing.descending)

    def _held(self, *, follow: bool) -> Held:
        line = self.line_at(self._cursor) if follow else None
        return Held(self._cursor, line, self._top, self.line_at(self._top), self._rows, self._marked_now())

    def _stand(self, fresh: Reopened) -> None:
        """Show the list as it was read again, the reader where he stood."""
        self._refusal = None
        self._pages = fresh.pages
        self._cursor = fresh.cursor
        self._lay_out_anew()
        self._grow()
        self.scroll_to(y=fresh.top, animate=False, force=True)
        self._reopened(fresh)
        self._arrived()
        self._tell_window()
        self._fill()

    def _give_up(self) -> bool:
        """Drop the answer to an arrangement that takes long. Returns whether there was one to drop."""
        if not self._reloading or not self._words or self._pages is None:
            return False
        self._turn += 1
        self._reloading = False
        self._listing = self._pages.listing
        self._say("")
        return True

    def _refuse(self, refusal: Refused, pages: Pages | None) -> None:
        """Stay with what was read so far, and say once why no more comes."""
        if self._pages is not pages or not self.is_attached:
            return
        again = str(self._refusal) == str(refusal)
        self._refusal = refusal
        if pages is not None:
            self._listing = pages.listing
        self.refresh()
        if not again:
            self._say_refusal(refusal)

    # The window

    @property
    def _listing_shown(self) -> Listing | None:
        return None if self._pages is None else self._pages.listing

    def _window(self) -> tuple[int, int, int | None, int]:
        """The first and the last line shown (from 1; 0 for none), the total if it is known, how many are marked."""
        if self._pages is None:
            return 0, 0, None, self._mark_count()
        last = min(self._top + self._rows, self._pages.reach)
        return min(self._top + 1, last), last, self._pages.total, self._mark_count()

    def _grow(self) -> None:
        """Let the scroll bar stand for all lines that are known, and for the cursor's, which may be ahead of them."""
        lines = 0
        if self._pages is not None:
            lines = self._pages.reach if self._pages.total is not None else max(self._pages.reach, self._cursor + 1)
        size = Size(1, lines + self._header_rows)
        if size != self.virtual_size:
            self.virtual_size = size

    def _tell_window(self) -> None:
        window = self._window()
        if (*window, self._words) == self._told or not self.is_attached:
            return
        self._told = (*window, self._words)
        if self.styles.border_bottom[0] not in {"", "none", "hidden"}:
            self.border_subtitle = paint(self.title())
        self._say_window(*window)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """The window moved: read what it lacks."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self._fill()
            self._tell_window()

    def on_resize(self) -> None:
        """Place the columns anew and read what a higher window lacks."""
        self._lay_out_anew()
        self._grow()
        self._fill()
        self._tell_window()

    def _words_for_nothing(self) -> str:
        pages = self._pages
        if self._refusal is not None and (pages is None or pages.is_empty):
            return str(self._refusal)
        if pages is None or pages.total != 0:
            return ""
        return f"Nothing matches “{pages.listing.filter}”." if pages.listing.filter else self.empty_words

    @contextmanager
    def _slowly(self, words: str) -> Iterator[None]:
        """Tell what is going on if it takes long."""
        timer = self.set_timer(SLOW, partial(self._say, words))
        try:
            yield
        finally:
            timer.stop()
            self._say("")

    def _say(self, words: str) -> None:
        self._words = words
        self._tell_window()
