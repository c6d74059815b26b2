"""Lists of customers in the layouts of other tools, held to the public descriptions of their formats."""

import csv
import hashlib

import duckdb
import pyarrow.parquet as pq
import pytest
import python_calamine
from own_project import project  # noqa: F401
from workbook import xlsx

from segmentation.cli import audience
from segmentation.intake.errors import InputError
from segmentation.lists import layouts
from segmentation.lists.layouts import LAYOUTS
from segmentation.site.errors import SiteError

ADA = {
    "email": " Ada.Love@GMail.com ",
    "phone": "+49 (0)151 123-45678",
    "first_name": "Ada",
    "last_name": "O'Neil",
    "country": "de",
    "postcode": "WC2H 8LG",
}
PHONE_ALONE = {"phone": "0044 20 7946 0000", "first_name": "=1+1"}
UNUSABLE = {"email": "nobody", "phone": "0171 123456", "first_name": "Nobody"}


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def rows(name, *contacts, hashes=True, fields=layouts.FIELDS):
    found = layouts.write(contacts, LAYOUTS[name], fields, hashes=hashes)
    return [dict(zip(found.heads, row, strict=True)) for row in found.rows]


def test_klaviyo_takes_an_address_first_and_numbers_with_a_plus():
    """help.klaviyo.com/hc/en-us/articles/115005078967: the first column is headed Email or Phone Number."""
    assert rows("klaviyo", ADA, PHONE_ALONE) == [
        {"Email": "ada.love@gmail.com", "Phone Number": "+4915112345678", "First Name": "Ada", "Last Name": "O'Neil"},
        {"Email": "", "Phone Number": "+442079460000", "First Name": "'=1+1", "Last Name": ""},
    ]
    assert list(rows("klaviyo", PHONE_ALONE, fields=["phone", "last_name"])[0]) == ["Phone Number", "Last Name"]


def test_klaviyo_has_no_address_twice():
    """help.klaviyo.com/hc/en-us/articles/115005078807: of emails and of phone numbers there are no duplicates."""
    shared = [{"email": f"{name}@example.org", "phone": "+15551234567"} for name in ("ann", "bob")]
    assert rows("klaviyo", *shared, fields=["email", "phone"]) == [
        {"Email": "ann@example.org", "Phone Number": "+15551234567"},
        {"Email": "bob@example.org", "Phone Number": ""},
    ]


def test_mailchimp_needs_an_email_address():
    """mailchimp.com/help/format-guidelines-for-your-import-file: international characters only after the @."""
    odd = [{"email": "ada@exämple.org", "first_name": "Ada"}, {"email": "adä@example.org"}]
    assert rows("mailchimp", ADA, PHONE_ALONE, *odd) == [
        {
            "Email Address": "ada.love@gmail.com",
            "First Name": "Ada",
            "Last Name": "O'Neil",
            "Phone Number": "+4915112345678",
        },
        {"Email Address": "ada@exämple.org", "First Name": "Ada", "Last Name": "", "Phone Number": ""},
    ]


def test_google_takes_hashes_but_of_country_and_postal_code():
    """support.google.com/google-ads/answer/7659867: the heads; country and postal code are not hashed."""
    (found,) = rows("google", ADA)
    assert found == {
        "Email": sha("adalove@gmail.com"),
        "Phone": sha("+4915112345678"),
        "First Name": sha("ada"),
        "Last Name": sha("o'neil"),
        "Country": "DE",
        "Zip": "WC2H 8LG",
    }
    assert rows("google", ADA, hashes=False)[0]["Email"] == "ada.love@gmail.com"


@pytest.mark.parametrize(
    ("field", "text", "written"),
    [
        ("email", "cloudy.sanfrancisco+shopping@gmail.com", "cloudysanfrancisco@gmail.com"),
        ("email", "user.name+NYC@Example.com", "user.name+nyc@example.com"),
        ("email", " a.b@GoogleMail.com ", "ab@googlemail.com"),
        ("phone", "(800)555-0100", "+18005550100"),
        ("first_name", " Mrs. Zoë  Ann ", "zoë ann"),
        ("last_name", "Pérez, Jr.", "pérez"),
        ("last_name", "Miss", "miss"),
    ],
)
def test_google_hashes_what_is_written_as_its_description_has_it(field, text, written):
    """developers.google.com/data-manager/api/devguides/concepts/formatting: its examples, and what it says of names."""
    contact = {"email": "x@example.org", "country": "us", "postcode": "94103", "first_name": "x", "last_name": "x"}
    (found,) = rows("google", contact | {field: text})
    head = {"email": "Email", "phone": "Phone", "first_name": "First Name", "last_name": "Last Name"}[field]
    assert found[head] == sha(written)


def test_google_matches_by_a_name_only_with_country_and_postal_code():
    assert list(rows("google", ADA, fields=["email", "first_name", "last_name"])[0]) == ["Email"]


def test_meta_takes_hashes_of_all_and_numbers_without_a_plus():
    """facebook.com/business/help/2082575038703844: the heads."""
    (found,) = rows("meta", ADA)
    assert found == {
        "email": sha("ada.love@gmail.com"),
        "phone": sha("4915112345678"),
        "fn": sha("ada"),
        "ln": sha("oneil"),
        "country": sha("de"),
        "zip": sha("wc2h8lg"),
    }


@pytest.mark.parametrize(
    ("field", "text", "head", "published"),
    [
        (
            "email",
            "John_Smith@gmail.com",
            "email",
            "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f",
        ),
        ("phone", "(650)555-1212", "phone", "e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176"),
        ("first_name", "Mary", "fn", "6915771be1c5aa0c886870b6951b03d7eafc121fea0e80a5ea83beb7c449f4ec"),
        ("first_name", "정", "fn", "8fa8cd9c440be61d0151429310034083132b35975c4bea67fdd74158eb51db14"),
        ("first_name", "Valéry", "fn", "08e1996b5dd49e62a4b4c010d44e4345592a863bb9f8e3976219bac29417149c"),
        ("first_name", "Vale\u0301ry", "fn", "08e1996b5dd49e62a4b4c010d44e4345592a863bb9f8e3976219bac29417149c"),
    ],
)
def test_meta_hashes_are_the_published_ones(field, text, head, published):
    """developers.facebook.com/docs/marketing-api/conversions-api/parameters/customer-information-parameters."""
    (found,) = rows("meta", {"email": "x@example.org", "country": "US", field: text})
    assert found[head] == published


def test_meta_takes_five_digits_of_a_postal_code_of_the_united_states():
    assert rows("meta", {"email": "x@example.org", "postcode": "94103-5300"})[0]["zip"] == sha("94103")


def test_a_published_hash_is_met():
    """The example of SHA-256 that Google publishes for its tools: test@example.com."""
    assert rows("google", {"email": "Test@Example.com"})[0]["Email"] == (
        "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b"
    )


@pytest.mark.parametrize(
    ("text", "country", "written"),
    [
        ("1-234-567-8910", None, "+12345678910"),
        ("+44 844 412 4653", None, "+448444124653"),
        ("0044 (0)844 412 4653", None, "+448444124653"),
        ("650 555 1212", "CA", "+16505551212"),
        # Without the country's code it would be somebody's in Singapore, and without a country nobody knows whose.
        ("650 555 1212", None, None),
        ("0171 123456", "DE", None),
        ("call me", None, None),
    ],
)
def test_a_phone_number_has_the_code_of_its_country_or_is_none(text, country, written):
    assert layouts.phone(text, country) == written


def test_a_country_is_two_letters():
    assert [layouts.country(text) for text in (" de ", "UK", "Germany", "DEU", "")] == ["DE", "GB", None, None, None]


def test_who_has_no_usable_address_is_left_out_and_an_address_is_in_it_once():
    found = layouts.write([ADA, UNUSABLE, {}, ADA], LAYOUTS["meta"], layouts.FIELDS, hashes=True)
    assert (len(found.rows), found.without_address, found.repeated) == (1, 2, 1)


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\tx", "＝1"])
def test_a_text_like_a_formula_is_none(text):
    assert layouts.safe(text) == f"'{text}"


@pytest.fixture
def fake(made_up, project):  # noqa: F811
    """A project with an audience and addresses of its customers in a table of the warehouse."""
    path = made_up(project / "warehouse.duckdb", "rfm")
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema raw")
        connection.execute("create table raw.contacts (id text, mail text, tel text)")
        connection.execute(
            "insert into raw.contacts values ('0012', 'a@example.org', '+15551234567'), ('12', 'b@x.org', null)"
        )
    file = project / "dbt_project.yml"
    entry = "    best:\n      segmentation: rfm\n      contacts: {model: contacts, id: id, email: mail, phone: tel}\n"
    file.write_text(file.read_text("utf-8").replace("  audiences:\n", f"  audiences:\n{entry}"), "utf-8")
    return project


def written(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_an_audience_is_told_with_the_campaigns_that_hold_some_of_it_out(fake, capsys):
    audience.run("best")
    told = " ".join(capsys.readouterr().out.split())
    assert "40 (4 came, 2 left since the last build)" in told
    assert "3 without consent, 2 suppressed, 1 contacted lately, 4 over the limit" in told
    assert "Campaign summer holds 300 of them out: --campaign summer writes the 700 to address." in told
    assert "spring" not in told


def test_a_list_has_no_more_than_its_layout_needs(fake, capsys):
    audience.run("best", layout="klaviyo", to=fake / "list.csv")
    assert written(fake / "list.csv") == [
        ["Email", "Phone Number"],
        ["a@example.org", "+15551234567"],
        ["b@x.org", ""],
    ]
    assert "2 customers; left out are 10 without a usable email or phone" in " ".join(capsys.readouterr().out.split())


def test_a_list_of_a_campaign_has_those_it_treats(fake):
    audience.run("best", campaign="summer", layout="mailchimp", to=fake / "list.csv")
    assert written(fake / "list.csv")[1:] == [["a@example.org", "+15551234567"]]


def test_a_list_goes_through_a_spreadsheet_and_back(fake):
    audience.run("best", to=fake / "list.csv")
    cells = written(fake / "list.csv")
    saved = xlsx(fake / "list.xlsx", sheet=cells)
    back = python_calamine.CalamineWorkbook.from_path(saved).get_sheet_by_index(0).to_python()
    assert [[str(cell) for cell in row] for row in back] == cells
    audience.run("best", to=fake / "list.parquet")
    table = pq.read_table(fake / "list.parquet")
    assert table["customer_id"].to_pylist() == [row[0] for row in cells[1:]]


def typed(text):
    """A cell as a spreadsheet takes it from a file: a number where it looks like one."""
    try:
        return float(text)
    except ValueError:
        return text


@pytest.mark.parametrize("name", LAYOUTS)
def test_what_a_spreadsheet_takes_for_a_number_is_no_address_by_email_and_no_hash(tmp_path, name):
    """Phone numbers and postal codes are lost there, unless they are read as text, as docs/campaigns.md says."""
    contacts = [{"email": f"a{number}@example.org", "first_name": f"Ann {number}"} for number in range(2_000)]
    found = layouts.write(contacts, LAYOUTS[name], layouts.FIELDS, hashes=True)
    cells = [[typed(cell) for cell in row] for row in (found.heads, *found.rows)]
    saved = xlsx(tmp_path / "list.xlsx", sheet=cells)
    back = python_calamine.CalamineWorkbook.from_path(saved).get_sheet_by_index(0).to_python()
    width = max(map(len, back))
    assert [tuple(row) for row in back] == [tuple(row)[:width] for row in (found.heads, *found.rows)]


@pytest.mark.parametrize(
    ("settings", "error", "sentence"),
    [
        ({"name": "worst"}, SiteError, "There is no audience 'worst'"),
        ({"name": "best", "campaign": "winter"}, SiteError, "There is no campaign 'winter' with the audience best"),
    ],
)
def test_what_is_not_there_is_told_in_one_sentence(fake, settings, error, sentence):
    with pytest.raises(error, match=sentence):
        audience.run(**settings)


def test_addresses_that_are_not_configured_are_asked_for(fake):
    file = fake / "dbt_project.yml"
    file.write_text(
        file.read_text("utf-8").replace("id: id, email: mail, phone: tel", "id: id, first_name: mail"), "utf-8"
    )
    with pytest.raises(InputError, match="The layout meta needs email or phone"):
        audience.run("best", layout="meta", to=fake / "list.csv")
