"""FinanceDesk: the desk at which a political organisation keeps its money honest."""

__version__ = "0.1.0"
