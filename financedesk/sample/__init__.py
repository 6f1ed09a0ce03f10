"""The sample organisation: invented people and money, enough of it to explore every page."""

from financedesk.sample.build import SampleReport, build_sample

__all__ = ["SampleReport", "build_sample"]
