"""Messages, form and letter of a request over HTTP, and messages that a person brings in."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.adapters.resource_messages import NOON
from tests.bijstand import pdftext
from tests.bijstand.reading import read
from tests.conformance import golden
from tests.system import System, wait_until
from tests.web.requested import REQUEST

OPERATION = "operation:bediening:hoogwater/zuid"
COMMIT = """<CommitResource xmlns="urn:oasis:names:tc:emergency:EDXL:RM:1.0:msg"
 xmlns:rm="urn:oasis:names:tc:emergency:EDXL:RM:1.0" xmlns:p="urn:oasis:names:tc:ciq:xpil:3"
 xmlns:n="urn:oasis:names:tc:ciq:xnl:3"><MessageID>def-1</MessageID><SentDateTime>{at}</SentDateTime>
 <MessageContentType>CommitResource</MessageContentType><OriginatingMessageID>{id}</OriginatingMessageID>
 <PrecedingMessageID>{id}</PrecedingMessageID><ContactInformation><rm:ContactRole>RespondingOrg</rm:ContactRole>
 <rm:AdditionalContactInformation><p:PartyName><n:OrganisationName><n:NameElement>Defensie</n:NameElement>
 </n:OrganisationName></p:PartyName></rm:AdditionalContactInformation></ContactInformation><ResourceInformation>
 <ResourceInfoElementID>1</ResourceInfoElementID><ResponseInformation>
 <rm:PrecedingResourceInfoElementID>a</rm:PrecedingResourceInfoElementID>
 <rm:ResponseType>Accept</rm:ResponseType></ResponseInformation><AssignmentInformation><Quantity>
 <rm:QuantityText>40</rm:QuantityText></Quantity></AssignmentInformation></ResourceInformation></CommitResource>"""


def filed(system: System, **more: Any) -> str:
    status, answer = system.post("/api/v1/requests", REQUEST | {"operation": OPERATION} | more)
    assert status == 201, answer
    wait_until(lambda: known(system, answer["id"]))
    return str(answer["id"])


def known(system: System, name: str) -> bool:
    """Whether a request has come into the picture."""
    return system.feature(name) is not None


def fetched(system: System, path: str) -> tuple[Any, bytes]:
    with urllib.request.urlopen(f"{system.base}/api/v1/{path}", timeout=60) as answer:
        return answer.headers, answer.read()


def refused(system: System, path: str) -> tuple[int, str]:
    with pytest.raises(urllib.error.HTTPError) as error:
        fetched(system, path)
    problem = json.loads(error.value.read())
    assert problem["reference"]
    return error.value.code, problem["detail"]


def bring(system: System, payload: bytes) -> tuple[int, Any]:
    return system.post("/api/v1/requests/import", payload)


def promised(system: System, name: str) -> int:
    return int(system.get(f"/api/v1/requests/{name}")["items"][0]["promised"])


def test_the_messages_of_a_request(system: System) -> None:
    name = filed(system)
    headers, content = fetched(system, f"requests/{name}/edxl-rm")
    assert headers["content-type"] == "application/xml"
    file = f'attachment; filename="edxl-rm-{name.rpartition(":")[2]}.xml"'
    assert headers["content-disposition"] == file
    found = read(content)[name]
    assert (found["title"], found["operation"]) == (REQUEST["title"], OPERATION)
    assert etree.fromstring(content).findtext("{*}combinedConfidentiality") == "Test"
    assert fetched(system, f"requests/{name}/edxl-rm")[1] == content


def test_the_messages_of_an_operation(system: System) -> None:
    names = {filed(system), filed(system)}
    assert wait_until(lambda: names <= set(read(fetched(system, f"operations/{OPERATION}/edxl-rm")[1])))


def test_the_form_and_the_letter(system: System) -> None:
    name = filed(system)
    headers, content = fetched(system, f"requests/{name}/form.pdf")
    assert headers["content-type"] == "application/pdf"
    assert 'filename="aanvraag-' in headers["content-disposition"]
    (first, *_) = pdftext.pages(content)
    assert "Bijstand aan een veiligheidsregio" in first
    headers, content = fetched(system, f"requests/{name}/letter.txt")
    assert headers["content-type"] == "text/plain; charset=utf-8"
    assert "Militairen: 68 personen" in content.decode()


@pytest.mark.parametrize("paper", ["edxl-rm", "form.pdf", "letter.txt"])
def test_of_nothing_there_is_no_paper(system: System, paper: str) -> None:
    assert refused(system, f"requests/request:bediening:weg/{paper}")[0] == 404
    assert refused(system, f"operations/operation:weg/{paper}")[0] == 404


def test_messages_that_a_person_brings_in(system: System) -> None:
    frames = golden.payload("edxl_rm")
    status, answer = bring(system, frames)
    assert status == 201
    assert "request:bediening:rr-1" in answer["requests"]
    assert answer["cursor"]
    assert [reject["reason"] for reject in answer["rejected"]]
    wait_until(lambda: known(system, "request:bediening:rr-1"))
    first = system.get("/api/v1/requests/request:bediening:rr-1")
    assert bring(system, frames)[0] == 201
    assert system.get("/api/v1/requests/request:bediening:rr-1")["items"] == first["items"]


def test_a_supplier_answers_a_request_of_ours(system: System) -> None:
    name = filed(system)
    status, answer = bring(system, COMMIT.format(id=name, at=NOON.isoformat()).encode())
    assert (status, answer["requests"], answer["known"]) == (201, [name], 0)
    wait_until(lambda: promised(system, name) == 40)


def test_our_own_messages_change_nothing_here(system: System) -> None:
    name = filed(system)
    bring(system, COMMIT.format(id=name, at=NOON.isoformat()).encode())
    wait_until(lambda: promised(system, name) == 40)
    before = system.get(f"/api/v1/requests/{name}")
    status, answer = bring(system, fetched(system, f"requests/{name}/edxl-rm")[1])
    assert (status, answer["requests"], answer["known"]) == (200, [name], 2)
    after = system.get(f"/api/v1/requests/{name}")
    assert after == before


def test_another_system_takes_them_over(system: System, tmp_path: Path) -> None:
    name = filed(system)
    bring(system, COMMIT.format(id=name, at=NOON.isoformat()).encode())
    wait_until(lambda: promised(system, name) == 40)
    content = fetched(system, f"requests/{name}/edxl-rm")[1]
    with System(tmp_path, "") as other:
        assert bring(other, content)[1]["requests"] == [name]
        wait_until(lambda: known(other, name))
        assert promised(other, name) == 40
        assert bring(other, content)[0] == 201
        again = system.get(f"/api/v1/requests/{name}")["items"]
        assert other.get(f"/api/v1/requests/{name}")["items"] == again


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", "Stuur 1 tot"),
        (b"hallo", "XML"),
        (b"<RequestResource/>", "MessageContentType"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><RequestResource/>', "DOCTYPE"),
        (golden.payload("edxl_de").partition(b"<s:Envelope")[0], "EDXL-RM"),
    ],
)
def test_what_is_no_message_is_refused_with_the_reason(system: System, payload: bytes, reason: str) -> None:
    status, answer = bring(system, payload)
    assert status == 422
    assert reason in answer["detail"]


def test_too_much(system: System) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", system.port, timeout=60)
    connection.putrequest("POST", "/api/v1/requests/import")
    connection.putheader("Content-Length", str(2 * 1024 * 1024 + 1))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()
