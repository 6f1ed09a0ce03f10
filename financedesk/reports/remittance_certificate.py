"""A certificate of standing on paper, from the words that were kept and nothing else."""

from financedesk.remittances.certificates import Certificate
from financedesk.reports.pdf.paper import Paper, to_sign
from financedesk.reports.pdf.parts import sentence, title
from financedesk.reports.pdf.type import NOTE, Style

_TEXT = Style(400, 11)


def certificate_paper(certificate: Certificate) -> Paper:
    """Return a certificate, ready to be written; the same certificate gives the same bytes."""
    heading, *paragraphs = certificate.paragraphs
    said = f"Issued on {certificate.issued_on} by {certificate.issued_by}"
    paper = Paper(
        title="Certificate", whose=certificate.keeper, about=heading, mark="CERTIFICATE",
        foot=f"fingerprint {certificate.fingerprint}",
    )  # fmt: skip
    flow = paper.flow
    flow.begin("Certificate")
    flow.add(title(heading, said))
    for one in paragraphs:
        flow.add(sentence(one, _TEXT))
        flow.skip(6)
    flow.add(
        sentence(
            f"{said}. Fingerprint of the words above: {certificate.fingerprint}. The book keeps"
            " them; whoever has doubts may ask to have it printed again and compare.", NOTE,
        ),
        to_sign("Treasurer", "Date"),
    )  # fmt: skip
    return paper
