"""Names, spellings, placeholders, masks and keyed hashes of credentials: the place to ask."""

from __future__ import annotations

from sendcloud_lint.knowledge.masks import BUILT_IN_SALT, mask, tag
from sendcloud_lint.knowledge.placeholders import (
    is_literal_tag,
    is_placeholder,
    is_placeholder_user,
    is_reference,
    plausible_key,
)
from sendcloud_lint.knowledge.roles import (
    Evidence,
    bare_pair,
    browser_prefix,
    evidence_of,
    has_service_word,
    names_credential_of_service,
    names_secret,
    role_of_parameter,
    role_of_variable,
    says_family,
    spelling_of,
)
from sendcloud_lint.knowledge.sdks import Argument, Sdk, sdk_of
from sendcloud_lint.knowledge.shipper import has_shipper_marker, shipper_marker
from sendcloud_lint.model.api import Role, credential

__all__ = [
    "BUILT_IN_SALT",
    "Argument",
    "Evidence",
    "Role",
    "Sdk",
    "bare_pair",
    "browser_prefix",
    "credential",
    "evidence_of",
    "has_service_word",
    "has_shipper_marker",
    "is_literal_tag",
    "is_placeholder",
    "is_placeholder_user",
    "is_reference",
    "mask",
    "names_credential_of_service",
    "names_secret",
    "plausible_key",
    "role_of_parameter",
    "role_of_variable",
    "says_family",
    "sdk_of",
    "shipper_marker",
    "spelling_of",
    "tag",
]
