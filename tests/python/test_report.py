"""The report to send: one file that asks for nothing, and that holds no single customers."""

import re

import pytest
from browser import CHROMIUM
from click.testing import CliRunner
from fake_marts import HOSTILE_IDS, HOSTILE_NAME

from segmentation.cli.main import main
from segmentation.site import report


@pytest.fixture
def written(fake, tmp_path):
    """Write a report by the command and return its path."""

    def written(*arguments):
        path = tmp_path / "reports" / "report.html"
        done = CliRunner().invoke(main, ["report", str(path), *arguments], env={"SEGMENTS_WAREHOUSE": str(fake)})
        assert done.exit_code == 0, done.output
        return path

    return written


def test_a_report_is_one_file_that_asks_for_nothing(written):
    text = written().read_text("utf-8")
    assert "<script" not in text
    assert HOSTILE_NAME not in text
    assert not re.findall(r"""(?:src|href)=["'](?!#)|url\(|@import""", text)


def test_a_report_has_every_segment_and_what_to_do(written):
    text = written("--segmentation", "service").read_text("utf-8")
    for name in ("Loyal", "Complaining", "Occasional"):
        assert f"<span>{name}</span>" in text
    assert text.count("Invite them to the preview of the new season") >= 6
    assert "Mall visitors" not in text


def test_links_of_a_report_lead_to_places_in_it(written):
    text = written().read_text("utf-8")
    links = re.findall('href="#([^"]+)"', text)
    assert links
    assert set(links) <= set(re.findall('id="([^"]+)"', text))


def test_a_report_holds_no_single_customer(written):
    text = written().read_text("utf-8")
    assert ".csv" not in text
    assert not [customer for customer in HOSTILE_IDS if len(customer) > 3 and customer in text]
    assert "customer_id" not in text


@pytest.mark.skipif(CHROMIUM is None, reason="A PDF needs Chromium.")
def test_a_pdf_is_printed_where_there_is_a_browser(written):
    pdf = written("--segmentation", "mall", "--pdf").with_suffix(".pdf")
    assert pdf.read_bytes().startswith(b"%PDF")


def test_without_a_browser_it_is_said_what_to_do(written, monkeypatch, tmp_path):
    page = written()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(report.SiteError, match="install one, or open"):
        report.print_to_pdf(page, tmp_path / "report.pdf")
