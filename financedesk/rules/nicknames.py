"""Which first names stand for each other: short forms that people sign with."""

from collections.abc import Mapping

_NAMES = """
abigail abby gail
albert al bert
alexander alex al
alexandra alex sandra
alfred al fred
amanda mandy
andrew andy drew
anthony tony
arthur art
barbara barb
benjamin ben benny
bradley brad
catherine katherine kathryn cathy kathy kate katie
charles charlie chuck
christina christine chris tina
christopher chris
cynthia cindy
daniel dan danny
david dave
deborah debra deb debbie
donald don
dorothy dot dottie
douglas doug
edward ed eddie ted
elizabeth liz beth betty eliza
eugene gene
frances fran
francis frank
frederick fred
gerald gerry jerry
gregory greg
harold hal harry
henry hank harry
jacob jake
jacqueline jackie
james jim jimmy
janet jan
jeffrey jeff
jennifer jen jenny
jessica jess
john jack johnny
jonathan jon
joseph joe joey
joshua josh
judith judy
kenneth ken
kimberly kim
lawrence larry
leonard len
margaret maggie meg peggy
matthew matt
michael mike mick
nathaniel nathan nate
nicholas nick
pamela pam
patricia pat patty trish
patrick pat
peter pete
philip phillip phil
raymond ray
rebecca becky
richard dick rich rick
robert bob bobby rob
ronald ron
samantha sam
samuel sam
stephanie steph
stephen steven steve
susan sue
theodore ted theo
thomas tom
timothy tim
victoria vicky
virginia ginny
walter walt
william bill billy will
zachary zach
"""


def _groups() -> Mapping[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_NAMES.split("\n")):
        for name in line.split():
            found.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


_GROUPS = _groups()


def are_forms_of_one(one: str, other: str) -> bool:
    """Tell whether two first names, in lower case, may be one name in its long and short form."""
    return bool(_GROUPS.get(one, frozenset()) & _GROUPS.get(other, frozenset()))


def forms_of(name: str) -> frozenset[str]:
    """Return the names, in lower case, of which one may be another form; not the name itself."""
    return _FORMS.get(name, frozenset())


_FORMS = {
    name: frozenset(other for other, theirs in _GROUPS.items() if groups & theirs) - {name}
    for name, groups in _GROUPS.items()
}
