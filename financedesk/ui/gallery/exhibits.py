"""Everything that the gallery shows, in its order."""

from financedesk.ui.gallery.controls import CONTROLS
from financedesk.ui.gallery.exhibit import Exhibit
from financedesk.ui.gallery.shown import SHOWN

EXHIBITS: tuple[Exhibit, ...] = (*CONTROLS, *SHOWN)
