"""Specimens of what is pressed and filled in."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from financedesk.ui.gallery.exhibit import Exhibit, Specimen, Touch
from financedesk.ui.widgets.build import button, column, combo, row, set_tone
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.entity_picker import EntityPicker
from financedesk.ui.widgets.filter_bar import FilterBar, FilterField
from financedesk.ui.widgets.folding_choice import FoldingChoice
from financedesk.ui.widgets.form_row import FormRow, Need
from financedesk.ui.widgets.money_edit import MoneyEdit
from financedesk.ui.widgets.nav_button import NavButton
from financedesk.ui.widgets.segmented_control import SegmentedControl
from financedesk.ui.widgets.type_ahead import Proposal

LONG = "A very long title that goes on until there is no room left for any of its words at all"
_TODAY = date(2026, 10, 6)


def disabled(make: Callable[[], QWidget]) -> Callable[[], QWidget]:
    """Return a maker of the same widget, switched off."""

    def made() -> QWidget:
        widget = make()
        widget.setEnabled(False)
        return widget

    return made


def touched(make: Callable[[], QWidget], width: int = 460) -> list[Specimen]:
    """Return the states that every control has: at rest, hovered, focused, switched off."""
    return [
        Specimen("At rest", make, width=width),
        Specimen("Under the pointer", make, Touch.HOVER, width=width),
        Specimen("Focus", make, Touch.FOCUS, width=width),
        Specimen("Disabled", disabled(make), width=width),
    ]


def _alone(make: Callable[[], QWidget]) -> Callable[[], QWidget]:
    """Return a maker that leaves a control its own width."""

    def made() -> QWidget:
        host = QWidget()
        host.setLayout(row(make(), None))
        return host

    return made


def _inner(kind: type[QWidget]) -> Callable[[QWidget], QWidget]:
    return lambda whole: whole if isinstance(whole, kind) else whole.findChildren(kind)[0]


def _buttons() -> QWidget:
    host = QWidget()
    host.setLayout(
        row(
            button("Record", "primary", icon="plus"),
            button("Export", icon="download"),
            button("", "icon", icon="moon", name="Theme"),
            button("", "bare", icon="x", name="Close"),
            button("View register", "link"),
            button("Drive is Fall", "chip"),
            None,
        )
    )
    return host


def _of_button(place: int) -> Callable[[QWidget], QWidget]:
    return lambda whole: whole.findChildren(QPushButton)[place]


_BUTTON_LOOKS = ("primary", "default", "icon", "bare", "link", "chip")
BUTTONS = Exhibit(
    "button",
    "Buttons",
    [
        Specimen("At rest: primary, default, icon, bare, link, chip", _buttons),
        *(
            Specimen(f"Under the pointer: {look}", _buttons, Touch.HOVER, _of_button(place))
            for place, look in enumerate(_BUTTON_LOOKS)
        ),
        *(
            Specimen(f"Focus: {look}", _buttons, Touch.FOCUS, _of_button(place))
            for place, look in enumerate(_BUTTON_LOOKS)
        ),
        Specimen("Disabled", disabled(_buttons)),
        Specimen("Long text", _alone(lambda: button(LONG, icon="plus")), width=760),
    ],
)


def _nav(
    text: str = "Contributions", *, on: bool = False, badge: int = 0, tone: str = "neutral",
    narrow: bool = False,
) -> Callable[[], QWidget]:  # fmt: skip
    def made() -> QWidget:
        one = NavButton(text, "hand-coins")
        one.setChecked(on)
        one.set_badge(badge, tone)
        one.set_collapsed(narrow)
        return one

    return made


NAV_BUTTON = Exhibit(
    "nav-button",
    "NavButton",
    [
        *touched(_nav(), 232),
        Specimen("Current page", _nav(on=True), width=232),
        Specimen("Open items, neutral", _nav(badge=12), width=232),
        Specimen("Open items, something to look at", _nav(badge=3, tone="warn"), width=232),
        Specimen("Open items, overdue", _nav(badge=1_204, tone="bad"), width=232),
        Specimen("Collapsed, with open items", _nav(badge=3, tone="bad", narrow=True), width=40),
        Specimen("Long text", _nav(LONG, badge=7), width=232),
    ],
)


def _segments() -> QWidget:
    return SegmentedControl("Period", [("w", "Week"), ("m", "Month"), ("c", "Cycle")])


def _long_segments() -> QWidget:
    return SegmentedControl("View", [("a", "Everything in this book"), ("b", "Over the limit")])


def _folding() -> QWidget:
    return FoldingChoice("View", [("a", "Everything in this book"), ("b", "Over the limit")])


SEGMENTS = Exhibit(
    "segmented-control",
    "SegmentedControl",
    [
        Specimen("At rest", _alone(_segments)),
        Specimen("Under the pointer", _alone(_segments), Touch.HOVER, _of_button(1)),
        Specimen("Focus", _alone(_segments), Touch.FOCUS, _of_button(1)),
        Specimen("Disabled", disabled(_alone(_segments))),
        Specimen("Long text", _alone(_long_segments)),
        Specimen("Folding, with room", _folding, width=400),
        Specimen("Folding, without room", _folding, width=180),
    ],
)

_FIELDS = (
    FilterField("drive", "Drive", (("fall", "Fall Small-Dollar"),)),
    FilterField("status", "Status", (("missing", "Missing employer or occupation"),)),
)


def _filters(*chosen: tuple[str, str], text: str = "") -> Callable[[], QWidget]:
    def made() -> QWidget:
        bar = FilterBar("Search contributions", _FIELDS)
        bar.hold_to(text, chosen)
        return bar

    return made


FILTER_BAR = Exhibit(
    "filter-bar",
    "FilterBar",
    [
        Specimen("Empty", _filters(), width=900),
        Specimen("Focus", _filters(), Touch.FOCUS, _inner(QLineEdit), width=900),
        Specimen("Searching, with a filter", _filters(("drive", "fall"), text="lopez"), width=900),
        Specimen("Several filters", _filters(("drive", "fall"), ("status", "missing")), width=900),
        Specimen("Disabled", disabled(_filters(("drive", "fall"))), width=900),
    ],
)


def _row(
    make: Callable[[], QWidget], *, title: str = "Amount", need: Need = Need.OPTIONAL,
    hint: str = "", say: str = "", tone: str = "bad", unfold: bool = False,
) -> Callable[[], QWidget]:  # fmt: skip
    def made() -> QWidget:
        one = FormRow(title, make(), "contributions.amount", hint=hint, need=need)
        one.say(say, tone)
        if unfold:
            one.toggle_help()
        return one

    return made


_FORM_WIDTH = 380


def _fields_of(
    name: str, title: str, make: Callable[[], QWidget], label: str, wrong: str
) -> Exhibit:
    """Return the exhibit of a field in its form row."""
    specimens = [
        Specimen("At rest", _row(make, title=label), width=_FORM_WIDTH),
        Specimen("Focus", _row(make, title=label), Touch.FOCUS, _inner(QLineEdit),
                 width=_FORM_WIDTH),
        Specimen("Error", _row(make, title=label, say=wrong), width=_FORM_WIDTH),
        Specimen("Disabled", disabled(_row(make, title=label)), width=_FORM_WIDTH),
    ]  # fmt: skip
    return Exhibit(name, title, specimens)


MONEY_EDIT = _fields_of(
    "money-edit", "MoneyEdit", lambda: MoneyEdit(1_234_50), "Amount",
    "“12x” is not an amount; write 1234.50, or a sum such as 25*4+10.",
)  # fmt: skip
DATE_EDIT = _fields_of(
    "date-edit", "DateEdit", lambda: DateEdit(_TODAY, _TODAY), "Date",
    "Enter a day such as 10/6, 10/06/2026 or 2026-10-06; t is today.",
)  # fmt: skip


def _text(words: str = "") -> Callable[[], QWidget]:
    return lambda: QLineEdit(words)


FORM_ROW = Exhibit(
    "form-row",
    "FormRow",
    [
        Specimen("At rest, with a hint",
                 _row(_text(), title="Employer", hint="As the donor wrote it"), width=_FORM_WIDTH),
        Specimen("Required", _row(_text(), need=Need.REQUIRED), width=_FORM_WIDTH),
        Specimen("Best efforts", _row(_text(), title="Occupation", need=Need.BEST_EFFORTS),
                 width=_FORM_WIDTH),
        Specimen("Focus", _row(_text("Lopez")), Touch.FOCUS, _inner(QLineEdit), width=_FORM_WIDTH),
        Specimen("Help unfolded", _row(_text(), unfold=True), width=_FORM_WIDTH),
        Specimen("Error", _row(_text("12x"), say="“12x” is not an amount."), width=_FORM_WIDTH),
        Specimen("Warning", _row(_text(), say="Ask for it once more.", tone="warn"),
                 width=_FORM_WIDTH),
        Specimen("Disabled", disabled(_row(_text("Lopez"))), width=_FORM_WIDTH),
        Specimen("Long text", _row(_text(LONG), title="What the money was for", hint=f"{LONG}."),
                 width=_FORM_WIDTH),
    ],
)  # fmt: skip


def _picker() -> QWidget:
    return EntityPicker("Type a name")


def _proposed(known: Sequence[str]) -> Callable[[QWidget], None]:
    def after(whole: QWidget) -> None:
        field = whole.findChildren(EntityPicker)[0]
        field.setFocus()
        field.setText("lop")
        field.propose([Proposal(words, words.split(" · ")[0], place) for place, words in
                       enumerate(known)])  # fmt: skip

    return after


_KNOWN = ("Ana Lopez · Bend, OR", "Mateo Lopez-Ruiz · Salem, OR")


def _pick() -> QWidget:
    host = QWidget()
    one = FormRow("Donor", _picker(), "contributions.donor", need=Need.REQUIRED)
    host.setLayout(column(one, None))
    return host


ENTITY_pickER = Exhibit(
    "entity-picker",
    "EntityPicker",
    [
        Specimen("Empty", _pick, width=_FORM_WIDTH),
        Specimen("Proposals, “Create …” last", _pick, Touch.FOCUS, _inner(EntityPicker),
                 after=_proposed(_KNOWN), width=_FORM_WIDTH, height=200),
        Specimen("Nobody known", _pick, Touch.FOCUS, _inner(EntityPicker),
                 after=_proposed(()), width=_FORM_WIDTH, height=140),
        Specimen("Error", _row(_picker, title="Donor", say="Choose a donor, or create one."),
                 width=_FORM_WIDTH),
        Specimen("Disabled", disabled(_pick), width=_FORM_WIDTH),
    ],
)  # fmt: skip


def _choices() -> QWidget:
    host, choice = QWidget(), combo()
    choice.addItems(["Check", "Card", LONG])
    on, off, one = QCheckBox("Memo item"), QCheckBox("In kind"), QRadioButton("Primary")
    on.setChecked(True)
    one.setChecked(True)
    note = QPlainTextEdit("A note of the treasurer")
    note.setFixedHeight(64)
    radios = row(one, QRadioButton("General"), None)
    host.setLayout(column(choice, row(on, off, None), radios, note, spacing=8))
    return host


def _wrong_field() -> QWidget:
    field = QLineEdit("12x")
    set_tone(field, "bad")
    return field


FIELDS = Exhibit(
    "fields",
    "Choices and text",
    [
        Specimen("At rest", _choices),
        Specimen("Focus: choice", _choices, Touch.FOCUS, _inner(QComboBox)),
        Specimen("Focus: tick", _choices, Touch.FOCUS, _inner(QCheckBox)),
        Specimen("Focus: one of several", _choices, Touch.FOCUS, _inner(QRadioButton)),
        Specimen("Focus: text", _choices, Touch.FOCUS, _inner(QPlainTextEdit)),
        Specimen("Error", _wrong_field),
        Specimen("Disabled", disabled(_choices)),
    ],
)
CONTROLS = (
    BUTTONS, NAV_BUTTON, SEGMENTS, FILTER_BAR, FORM_ROW, MONEY_EDIT, DATE_EDIT, ENTITY_pickER,
    FIELDS,
)  # fmt: skip
