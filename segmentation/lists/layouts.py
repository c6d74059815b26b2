"""The layouts of lists for uploads: columns, how addresses are written, and what is hashed.

By the public descriptions of the formats: Klaviyo (help.klaviyo.com/hc/en-us/articles/115005078967), Mailchimp
(mailchimp.com/help/format-guidelines-for-your-import-file), Google Customer Match
(support.google.com/google-ads/answer/7659867 and 7476159), Meta Custom Audiences
(facebook.com/business/help/2082575038703844).
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

Contact = Mapping[str, str | None]
ADDRESSES = ("email", "phone")
FIELDS = (*ADDRESSES, "first_name", "last_name", "country", "postcode")
_EMAIL = re.compile(r"[A-Za-z0-9][^@\s,;\"]*@[^@\s,;\"]+\.[^@\s,;\".]+")
_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
# A cell that starts with one of these is taken for a formula by spreadsheets, as are their full-width forms by some.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def email(text: str) -> str | None:
    """An e-mail address in small letters; nothing where it is none."""
    found = text.strip().lower()
    return found if _EMAIL.fullmatch(found) else None


def phone(text: str) -> str | None:
    """A phone number with the country's code as E.164 has it, such as +4915112345678; nothing where it has no code."""
    digits = re.sub(r"[\s().\-/]|(?<=\d)\(0\)", "", text.replace("(0)", ""))
    digits = "+" + digits[2:] if digits.startswith("00") else digits
    digits = digits if digits.startswith(("+", "0")) else "+" + digits
    return digits if _PHONE.fullmatch(digits) else None


def google_email(text: str) -> str:
    """An address as Google hashes it: points before gmail.com and googlemail.com mean nothing."""
    name, _, domain = text.partition("@")
    return f"{name.replace('.', '')}@{domain}" if domain in ("gmail.com", "googlemail.com") else text


def plain_name(text: str) -> str:
    """A name in small letters, without marks and doubled blanks."""
    return " ".join(re.sub(r"[^\w\s]|_", "", text.lower()).split())


def hashed(text: str) -> str:
    """SHA-256 of a text, in small hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula; phone numbers stay, of which a sum is the worst."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) and not _PHONE.fullmatch(text) else text


def _same(text: str) -> str:
    return text


@dataclass(frozen=True)
class Column:
    """A column of a layout: its head, the field of a contact in it, and how it is written before it is hashed."""

    head: str
    field: str
    written: Callable[[str], str] = _same
    is_hashed: bool = False


@dataclass(frozen=True)
class Layout:
    """The columns of a tool. ``needs`` are the fields of which a row needs one, ``together`` those that go as one."""

    columns: tuple[Column, ...]
    needs: tuple[str, ...] = ADDRESSES
    together: tuple[str, ...] = ()

    @property
    def hashes(self) -> bool:
        """Whether the tool takes hashes."""
        return any(column.is_hashed for column in self.columns)

    def of(self, fields: Iterable[str]) -> tuple[Column, ...]:
        """The columns for which there are fields, an address first."""
        known = set(fields)
        known -= set() if known >= set(self.together) else set(self.together)
        return tuple(column for column in self.columns if column.field in known)


LAYOUTS = {
    "klaviyo": Layout(
        (
            Column("Email", "email"),
            Column("Phone Number", "phone"),
            Column("First Name", "first_name"),
            Column("Last Name", "last_name"),
        )
    ),
    "mailchimp": Layout(
        (
            Column("Email Address", "email"),
            Column("First Name", "first_name"),
            Column("Last Name", "last_name"),
            Column("Phone Number", "phone"),
        ),
        needs=("email",),
    ),
    "google": Layout(
        (
            Column("Email", "email", google_email, is_hashed=True),
            Column("Phone", "phone", is_hashed=True),
            Column("First Name", "first_name", plain_name, is_hashed=True),
            Column("Last Name", "last_name", plain_name, is_hashed=True),
            Column("Country", "country", str.upper),
            Column("Zip", "postcode"),
        ),
        together=("first_name", "last_name", "country", "postcode"),
    ),
    "meta": Layout(
        (
            Column("email", "email", is_hashed=True),
            Column("phone", "phone", lambda text: text.removeprefix("+"), is_hashed=True),
            Column("fn", "first_name", plain_name, is_hashed=True),
            Column("ln", "last_name", plain_name, is_hashed=True),
            Column("country", "country", str.lower, is_hashed=True),
            Column("zip", "postcode", lambda text: re.sub(r"[\s-]", "", text.lower()), is_hashed=True),
        )
    ),
}


@dataclass(frozen=True)
class Written:
    """Rows of a layout, and how many customers are not among them: without a usable address, or twice."""

    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    without_address: int
    repeated: int


def write(contacts: Iterable[Contact], layout: Layout, fields: Iterable[str], *, hashes: bool) -> Written:
    """Write contacts as a layout has them, each address once.

    Parameters
    ----------
    contacts : iterable of mappings
        Texts by field, or nothing.
    layout : Layout
    fields : iterable of str
        The fields that contacts may have.
    hashes : bool
        Whether to hash what the layout takes as a hash.
    """
    columns = layout.of(fields)
    rows, known, without, repeated = [], set(), 0, 0
    for contact in contacts:
        usable = {field: _usable(field, contact.get(field)) for field in FIELDS}
        key = next((usable[field] for field in layout.needs if usable[field]), None)
        if key is None:
            without += 1
        elif key in known:
            repeated += 1
        else:
            known.add(key)
            rows.append(tuple(_cell(column, usable[column.field], hashes=hashes) for column in columns))
    return Written(tuple(column.head for column in columns), rows, without, repeated)


def _usable(field, text):
    if not text or not text.strip():
        return None
    return {"email": email, "phone": phone}.get(field, str.strip)(text)


def _cell(column, text, *, hashes):
    if text is None:
        return ""
    if hashes and column.is_hashed:
        return hashed(column.written(text))
    return safe(column.written(text) if column.head in ("Country", "country") else text)
