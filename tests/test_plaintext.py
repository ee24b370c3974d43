from mlob.bijstand import paper_words
from mlob.plaintext import visible
from mlob.snapshot import cells, words, xml_out
from mlob.snapshot.geopackage import fields


def test_spaces_of_another_kind_part_words_and_what_is_not_seen_goes_out() -> None:
    said = "12\u00a0km\u202f\u202e\u200b\x00 naar\tzee\nhier"
    assert visible(said) == "12 km  naar zee\nhier"
    assert visible(said, keep="\t") == "12 km  naar\tzee hier"
    assert visible("gewone tekst") == "gewone tekst"


def test_every_form_shows_it_so() -> None:
    for clean in (words.clean, cells.plain, xml_out.clean, paper_words.clean, fields.clean):
        assert clean("12\u00a0km\u202e") == "12 km"
