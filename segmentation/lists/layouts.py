"""The layouts of lists for uploads: columns, how addresses are written, and what is hashed.

As the tools describe their formats in public:

- Klaviyo: help.klaviyo.com/hc/en-us/articles/115005078967 and 115005078807. The first column is an
  address, and each row has one that no other has; numbers as E.164 has them.
- Mailchimp: mailchimp.com/help/format-guidelines-for-your-import-file. An e-mail address in each row; before the
  @ it has letters of English only.
- Google Customer Match: support.google.com/google-ads/answer/7659867 for the columns, and
  developers.google.com/data-manager/api/devguides/concepts/formatting for what is hashed how.
- Meta Custom Audiences: facebook.com/business/help/2082575038703844 for the columns, and
  developers.facebook.com/docs/marketing-api/conversions-api/parameters/customer-information-parameters for the hashes.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

Contact = Mapping[str, str | None]
ADDRESSES = ("email", "phone")
FIELDS = (*ADDRESSES, "first_name", "last_name", "country", "postcode")
_EMAIL = re.compile(r"[a-z0-9][\w.!#$%&'*+/=?^`{|}~-]*@[^@\s,;\"]+\.[^@\s,;\".]+", re.ASCII)
_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
_TITLES = re.compile(r"^(mr|mrs|ms|miss|dr|prof)\b\.?\s+|[\s,]+(jr|sr|ii|iii|iv)\b\.?$")
# Where a number of ten digits is one without the country's code, 1.
_NORTH_AMERICA = ("US", "CA")
# A cell that starts with one of these is taken for a formula by spreadsheets, as are their full-width forms by some.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def email(text: str) -> str | None:
    """An e-mail address in small letters; nothing where it is none."""
    found = text.strip().lower()
    return found if _EMAIL.fullmatch(found) else None


def phone(text: str, country: str | None = None) -> str | None:
    """A phone number with the country's code as E.164 has it, such as +4915112345678; nothing where it has no code."""
    digits = re.sub(r"[\s().\-/]", "", text.replace("(0)", ""))
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    elif country in _NORTH_AMERICA and re.fullmatch("[2-9][0-9]{9}", digits):
        digits = "+1" + digits
    elif re.fullmatch("[1-9][0-9]{10,}", digits):
        digits = "+" + digits
    return digits if _PHONE.fullmatch(digits) else None


def country(text: str) -> str | None:
    """A country by its two letters (ISO 3166); nothing where it is written out."""
    found = text.strip().upper()
    return {"UK": "GB"}.get(found, found) if re.fullmatch("[A-Z]{2}", found) else None


def google_email(text: str) -> str:
    """An address as Google hashes it: before gmail.com and googlemail.com points and what follows a plus go."""
    name, _, domain = text.partition("@")
    if domain not in ("gmail.com", "googlemail.com"):
        return text
    return f"{name.partition('+')[0].replace('.', '')}@{domain}"


def google_name(text: str) -> str:
    """A name in small letters, without doubled blanks, titles before and suffixes after it."""
    return _TITLES.sub("", _small(text))


def meta_name(text: str) -> str:
    """A name in small letters, without marks and doubled blanks."""
    return _small(re.sub(r"[^\w\s]|_", "", unicodedata.normalize("NFC", text)))


def meta_postcode(text: str) -> str:
    """A postal code in small letters without blanks and dashes; of the United States its first five digits."""
    found = re.sub(r"[\s-]", "", text.lower())
    return found[:5] if re.fullmatch("[0-9]{9}", found) else found


def _small(text):
    return " ".join(unicodedata.normalize("NFC", text).lower().split())


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
            Column("First Name", "first_name", google_name, is_hashed=True),
            Column("Last Name", "last_name", google_name, is_hashed=True),
            Column("Country", "country"),
            Column("Zip", "postcode"),
        ),
        together=("first_name", "last_name", "country", "postcode"),
    ),
    "meta": Layout(
        (
            Column("email", "email", is_hashed=True),
            Column("phone", "phone", lambda text: text.removeprefix("+"), is_hashed=True),
            Column("fn", "first_name", meta_name, is_hashed=True),
            Column("ln", "last_name", meta_name, is_hashed=True),
            Column("country", "country", str.lower, is_hashed=True),
            Column("zip", "postcode", meta_postcode, is_hashed=True),
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
    """Write contacts as a layout has them, each address once: a phone number that two share is that of the first.

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
        usable = _usable(contact)
        addresses = {field: usable[field] for field in layout.needs if usable[field]}
        first = next(iter(addresses.values()), None)
        if first is None:
            without += 1
        elif first in known:
            repeated += 1
        else:
            usable |= {field: None for field, address in addresses.items() if address in known}
            known.update(addresses.values())
            rows.append(tuple(_cell(column, usable[column.field], hashes=hashes) for column in columns))
    return Written(tuple(column.head for column in columns), rows, without, repeated)


def _usable(contact):
    """What of a contact can be written, by field: addresses that are some, and texts that are not empty."""
    texts = {field: (contact.get(field) or "").strip() for field in FIELDS}
    known = texts | {"email": email(texts["email"]), "country": country(texts["country"])}
    known["phone"] = phone(texts["phone"], known["country"])
    return {field: known[field] or None for field in FIELDS}


def _cell(column, text, *, hashes):
    if text is None:
        return ""
    if column.is_hashed and hashes:
        return hashed(column.written(text))
    return safe(text)
