"""Known answers: an accidental change of format would lock every stored row; here it fails.

The values were written down on 2026-11-23 from the first released format ("v1"). The X25519 pair
is a public vector; the others are recomputed here from the standard library alone.
"""

from __future__ import annotations

import hashlib
import hmac

from argon2.low_level import Type, hash_secret_raw

from app.adapters.vault.boxes import (
    blind_token,
    fingerprint,
    key_pair_from_seed,
    mac,
    open_json,
    open_key,
    open_sealed,
    subkey,
)
from app.adapters.vault.streams import open_stream
from app.adapters.vault.stretching import Cost, Stretcher

KEY = bytes(range(32))
SALT = bytes(range(16))
PUBLIC = bytes.fromhex("8f40c5adb68f25624ae5b214ea767a6ec94d829d3d7b5e1ad1ba6f3e2138285f")


def test_a_subkey_stays_what_it_was() -> None:
    assert subkey(KEY, "receipt/lookup").hex() == (
        "72ea49974b287deda79ad5aff51809d3fd45063316586b525f2c0531f00911d7"
    )
    label = b"\0\0\0\x02v1\0\0\0\x0ereceipt/lookup"
    by_hand = hashlib.blake2b(label, key=KEY, digest_size=32).digest()
    assert subkey(KEY, "receipt/lookup") == by_hand


def test_a_blind_token_stays_what_it_was() -> None:
    assert blind_token(KEY, "phone", "+31612345678").hex() == "ec472121c71d4276e08d3a3b4b362493"
    message = b"\0\0\0\x05token\0\0\0\x05phone\0\0\0\x0c+31612345678"
    by_hand = hmac.new(KEY, message, hashlib.sha256).digest()[:16]
    assert blind_token(KEY, "phone", "+31612345678") == by_hand


def test_a_mac_stays_what_it_was() -> None:
    assert mac(KEY, "a", b"b").hex() == (
        "74800850b23d59a1c92a2ee10c18338bc8f41bd68875116b75092aa27dc75b10"
    )


def test_a_key_pair_and_its_fingerprint_stay_what_they_were() -> None:
    assert key_pair_from_seed(KEY).public == PUBLIC
    assert fingerprint(PUBLIC) == 67818855075009697730


def test_a_stretched_code_stays_what_it_was() -> None:
    stretched = Stretcher(receipt_cost=Cost(8, 1)).stretch_receipt((1 << 72) - 3, KEY, SALT)
    assert stretched.hex() == "ef837e191849a2ccee712e7a7f27383a1b8dd7f65eba030fbc92d009ee15c710"
    by_hand = hash_secret_raw(
        hmac.new(KEY, b"\xff" * 8 + b"\xfd", hashlib.sha256).digest(), SALT, 1, 8, 1, 32, Type.ID
    )
    assert stretched == by_hand


def test_a_stretched_passphrase_stays_what_it_was() -> None:
    stretcher = Stretcher(staff_cost=Cost(16, 2))
    assert stretcher.stretch_passphrase("appel \ufb01ets", KEY, SALT).hex() == (
        "8a2734f10d1dd1e25511598e023c320abc48975a6e175008f5791e6f04943fc6"
    )


def test_a_sealed_blob_of_the_first_format_still_opens() -> None:
    blob = bytes.fromhex(
        "bd595545fdb66269d25d44fd281401337f8eec1ea33476547b077cb97058eec6ee7afdd5f2850d675c85db5238"
    )
    assert open_sealed(KEY, blob, "report", "1", "body") == b"zeven"


def test_a_padded_record_of_the_first_format_still_opens() -> None:
    blob = bytes.fromhex(
        "6c3d0fd02ad3892bfa4c100ae29ecc5be4b011d2a65456e5a0fb24467f1988b2bfc35fc56dbbd426a494638a58"
        "2b21d375ec7caa1a95ae2f29b7201c9ba2bb225a208f003ec9d30740c115fe4fb146afa449e3fb4f87fb0e0750"
        "b569f54b79711f95f5f501cb1c38"
    )
    assert open_json(KEY, blob, "report", "1") == {"a": "é"}


def test_a_handed_key_of_the_first_format_still_opens() -> None:
    blob = bytes.fromhex(
        "a20088c64567d1d96b6bb3a2b110be35b32405a8fddd2d40ac4fc5f2225cfa5283b079b60d44897218bcd744d5"
        "5d84c649f7e2d898e8e6a51e02f0805f9d2ba8fa86076f6cd3819b0775fbed0d89edcabea2a03087325a7df250"
        "50cf836cdc78"
    )
    assert open_key(KEY, blob, "report", "1", "team", "3") == KEY[::-1]


def test_a_file_of_the_first_format_still_opens() -> None:
    blob = bytes.fromhex(
        "d94676431703b1564f75e1efc16c11ef22203b807c95c85957e3aada6a3c1a4dc13445aa829838e6692ec714aa"
        "9a8c4eade843a33bc8a96fdd4702aa295a4957ede16ce7405fc83ef7c46aa0d5aa445da65a75a29273a396e4f8"
        "fdf1f0b51e96e913aa2fcb4a926834"
    )
    assert open_stream(KEY, blob, "report", "1", "att", "1") == b"foto"
