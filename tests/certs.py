"""Certificates made for one test: an authority, and what it signs for 127.0.0.1."""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

__all__ = ["Authority"]


class Authority:
    """Signs certificates into `folder`; `ca_file` is its own."""

    def __init__(self, folder: Path, name: str = "proef") -> None:
        self.folder = folder
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.ca_file = str(folder / f"{name}-ca.pem")
        certificate = self._signed(self.name, self.key.public_key(), authority=True)
        Path(self.ca_file).write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def _signed(self, name: x509.Name, key: ec.EllipticCurvePublicKey, authority: bool) -> x509.Certificate:
        now = datetime.now(UTC)
        builder = x509.CertificateBuilder(
            issuer_name=self.name,
            subject_name=name,
            public_key=key,
            serial_number=x509.random_serial_number(),
            not_valid_before=now - timedelta(days=1),
            not_valid_after=now + timedelta(days=1),
        )
        names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
        constraints = x509.BasicConstraints(ca=authority, path_length=None)
        return (
            builder.add_extension(names, critical=False)
            .add_extension(constraints, critical=True)
            .sign(self.key, hashes.SHA256())
        )

    def sign(self, name: str) -> dict[str, str]:
        """The settings `cert_file` and `key_file` of a new certificate."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        certificate = self._signed(subject, key.public_key(), authority=False)
        cert_file, key_file = self.folder / f"{name}.pem", self.folder / f"{name}.key"
        cert_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        key_file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        return {"cert_file": str(cert_file), "key_file": str(key_file)}
