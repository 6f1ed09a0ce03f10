"""The gallery: one picture for each component, in every state that it knows."""

from financedesk.ui.gallery.drawing import draw_gallery
from financedesk.ui.gallery.exhibits import EXHIBITS

__all__ = ["EXHIBITS", "draw_gallery"]
