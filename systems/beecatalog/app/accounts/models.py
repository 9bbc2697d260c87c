"""A seller, known by an e-mail address, and the log-ins that failed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class Users(BaseUserManager["User"]):
    """Makes sellers."""

    def create_user(self, email: str, password: str, **fields: Any) -> User:
        """A seller whose password is hashed."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A seller."""

    email = models.EmailField(_("e-mail"), unique=True, max_length=200)
    name = models.CharField(_("name"), max_length=120)
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(auto_now_add=True)

    objects = Users()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class FailedLogIn(models.Model):
    """A wrong password: for whom, and from where."""

    email = models.CharField(max_length=200)
    address = models.CharField(max_length=45)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.email} from {self.address}"
