"""Tests of CGBookStore."""
