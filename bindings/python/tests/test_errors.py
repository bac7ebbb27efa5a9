"""The one error: a code and a remedy in each case, copied as any value, and silent on what a fault of the library holds."""

import copy
import pickle
import traceback
import unittest
from typing import Any

import beatbook as bb

core: Any = bb._core


class Errors(unittest.TestCase):
    def test_a_panic_is_a_refusal_that_quotes_nothing(self):
        convert = core._UniffiFfiConverterTypeBeatbookError
        for code, converter in ((2, convert), (2, None), (1, None), (7, convert)):
            for words in ("called `unwrap()` on Mary Smith", ""):
                status = core._UniffiRustCallStatus(code=code, error_buf=core._UniffiFfiConverterString.lower(words))
                with self.assertRaises(bb.BeatbookError.Refused) as caught:
                    core._uniffi_check_call_status(converter, status)
                self.assertEqual(caught.exception.code, "internal")
                self.assertEqual(
                    caught.exception.remedy, "a fault of the library: nothing recorded is lost; report it with what was done")
                self.assertNotIn("Mary", "".join(traceback.format_exception(caught.exception)))

    def test_a_fault_of_the_generated_code_is_a_refusal_that_quotes_nothing(self):
        def fails(*_):
            raise core.InternalError("Mary Smith")

        kept, core._uniffi_rust_call_with_error = core._uniffi_rust_call_with_error, fails
        try:
            with self.assertRaises(bb.BeatbookError.Refused) as caught:
                bb.Cancel()
        finally:
            core._uniffi_rust_call_with_error = kept
        self.assertEqual(caught.exception.code, "internal")
        self.assertIsNone(caught.exception.__context__)

    def test_there_is_one_error_to_catch(self):
        self.assertFalse(hasattr(bb, "InternalError"))
        self.assertNotIn("InternalError", bb.__all__)
        self.assertEqual([name for name in bb.__all__ if name.endswith("Error")], ["BeatbookError"])
        self.assertTrue(all(hasattr(bb, name) for name in bb.__all__))

    def test_each_case_has_a_code_and_a_remedy(self):
        points = [bb.Missing(code=code, remedy=f"tell the {code}", source="s 1") for code in ("name", "date")]
        for error, code, remedy in (
            (bb.BeatbookError.Refused(code="off_duty", remedy="sign on first"), "off_duty", "sign on first"),
            (bb.BeatbookError.Incomplete(missing=points), "incomplete", "tell the name\ntell the date"),
        ):
            with self.assertRaises(bb.BeatbookError) as caught:
                raise error
            self.assertEqual((caught.exception.code, caught.exception.remedy), (code, remedy))
            for another in (copy.copy(error), copy.deepcopy(error), pickle.loads(pickle.dumps(error))):
                self.assertEqual((type(another), vars(another), str(another)), (type(error), vars(error), str(error)))


if __name__ == "__main__":
    unittest.main(verbosity=2)
