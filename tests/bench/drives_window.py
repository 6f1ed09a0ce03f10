"""Work on the page Drives as a fundraiser does: ``drives_window BOOK EXPORT ANSWERS``.

Times run from the command or the end of the import until the figures that follow are painted.
"""

import json
import os
import sys
from pathlib import Path
from statistics import median

from financedesk.intake.importing import import_file
from financedesk.ui.book_desk import book_desk
from financedesk.ui.desk import Changes
from financedesk.ui.pages.drives import Drives
from financedesk.ui.shell.page import PageModule
from tests.bench.desk_window import Work

_LOOKED_AT = 25


def pages_are_read(work: Work) -> bool:
    """Tell whether the window has read the modules of its pages, as it does while it rests."""
    makers = (entry.make for entry in work.window.entries)
    return all(one.module in sys.modules for one in makers if isinstance(one, PageModule))


def main(book: str, export: str, answers: str) -> None:
    """Open the grid, some drives, and see them follow an import."""
    work = Work(book, Path(answers).parent)
    work.figures.clear()
    # The window reads its pages while it rests; what that takes is none of the grid's.
    work.until(lambda: pages_are_read(work))
    work.settle()
    runner = work.window.runner
    took = work.timed(lambda: work.window.go("drives"), lambda: not runner.jobs)
    page = work.window.page
    if not isinstance(page, Drives) or not page.listed:
        raise SystemExit("the page Drives shows nothing")
    work.note(f"the grid of {len(page.listed)} drives", took, 300)
    ids = [one.plan.id for one in page.listed]
    work.timed(lambda: page.show_drive(ids[-1]), lambda: not runner.jobs)
    each = []
    for drive_id in ids[:: max(1, len(ids) // _LOOKED_AT)]:
        work.settle()
        each.append(work.timed(lambda: page.show_drive(drive_id), lambda: not runner.jobs))  # noqa: B023
    work.note(f"a drive's page (median of {len(each)})", median(each), 200)
    work.note("a drive's page, the slowest", max(each), 200)
    page.show_list()
    work.settle()
    gifts = sum(one.figures.gifts for one in page.listed)
    desk = book_desk(work.window)
    with desk.writing() as opened:
        report = import_file(opened, Path(export), entity="party")
    took = work.timed(lambda: desk.announce(Changes.everything()), lambda: not runner.jobs)
    work.note(f"refreshed after an import of {report.accepted:,} rows", took, 300)
    came = sum(one.figures.gifts for one in page.listed) - gifts
    if came != report.accepted:
        raise SystemExit(f"{report.accepted} gifts were imported, the drives have {came} more")
    Path(answers).write_text(json.dumps(work.figures), encoding="utf-8")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
