"""What the Commission's programs will say of a filing: refused, warned, or merely odd."""

from financedesk.fec.checks.filing import check_file
from financedesk.fec.checks.findings import Finding, Level

__all__ = ["Finding", "Level", "check_file"]
