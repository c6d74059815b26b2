"""The sample, built under the lowest and the highest engine of the range, has the same public tables."""

import pytest
from clients import CannotBeInstalledError
from engines import build, hashes

pytestmark = pytest.mark.long


@pytest.mark.parametrize("engine", ["lowest", "highest"])
def test_the_sample_is_the_same_under_the(engine, sample, tmp_path):
    try:
        built = build(engine, tmp_path, sample.name)
    except CannotBeInstalledError as missing:
        pytest.skip(str(missing))
    wanted = hashes(sample)
    assert "customer_segments" in wanted
    assert hashes(built) == wanted
