"""Tests of BI_Solution."""
