"""What a seller uploads."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class Upload(forms.Form):
    """A file of products."""

    file = forms.FileField(
        label=_("Spreadsheet or CSV"),
        help_text=_("XLSX, XLSM or CSV, any number of rows, in any usual encoding."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv,.txt,.tsv"}),
    )
    name = forms.CharField(
        label=_("Name of the batch"),
        required=False,
        max_length=200,
        help_text=_("Optional; the file's name unless you give one."),
    )


class OneFile(forms.Form):
    """A file of another kind."""

    file = forms.FileField(label=_("File"))
