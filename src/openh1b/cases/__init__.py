"""One case: a person's or an employer's own question, answered from the law and the engine. Estimates, not advice."""

DISCLAIMER = "An estimate, not legal advice and not a determination by any agency."
