"""What every encrypted line is checked by: the certificates that this machine trusts, never none."""

import ssl


def trusted() -> ssl.SSLContext:
    """Checks certificate and host name, by the authorities of the system (an office may have put its own there) and those of certifi."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
