"""What the page says while somebody is on the telephone, in English."""

from __future__ import annotations

from letters.base.errors import Message

MARKS = {
    "yes": Message("You may agree"),
    "if": Message("Yes, if it stops"),
    "ask": Message("Ask first"),
    "no": Message("Do not agree"),
}
"""The marks of a reply; `if` is a yes that holds once nothing more is added."""
AGREED, AGREED_MARK = Message("They agree"), Message("Read it back")
NEITHER, NEITHER_MARK = Message("None of these"), Message("Think it over")

CALL = {
    "call_start": Message("Start: one sentence after the other"),
    "call_rehearse": Message("Rehearse first"),
    "call_rehearse_why": Message(
        "In the rehearsal nobody is rung: you see what they may say, one after the other, and what to answer. Nothing"
        " of it is kept."
    ),
    "call_incoming": Message("Somebody is ringing for money"),
    "call_resume": Message("Back to the call"),
    "call_open": Message("A call is not in the record yet."),
    "call_dial": Message("Ring {number}", number="…"),
    "call_finish": Message("Rung off"),
    "call_back": Message("Sentence before"),
    "call_next": Message("Next sentence"),
    "call_they_say": Message("They say …"),
    "call_to_read": Message("Back to reading"),
    "call_other": Message("Another answer"),
    "call_to_closing": Message("Agreed: read it back"),
    "call_to_end": Message("Say the last sentence"),
    "call_to_leave": Message("Ending: read it back"),
    "call_hush": Message("STOP, wait for them to speak"),
    "call_coming": Message("Coming next"),
    "call_listen": Message("Then: press “They say …” and find their words"),
    "call_nth": Message("Sentence {place} of {count}", place="$1", count="$2"),
    "call_find": Message("Press what you hear"),
    "call_heard": Message("They say: {cue}", cue="…"),
    "call_note": Message("Write down"),
    "call_slip": Message("Noted for you; you can change it after the call"),
    "call_clear": Message("Not so: take it away"),
    "call_clock": Message("{minutes} min {seconds} s on the telephone, without a sound", minutes="$1", seconds="$2"),
    "call_closing": Message("Before you ring off, read it back and wait for “yes”"),
    "call_goodbye": Message("Say it, and ring off"),
    "call_fill": Message("Write down as they say it"),
    "call_ended": Message("Done. You did well."),
    "call_practised": Message("Rehearsed. You have said it all once."),
    "call_span": Message("{start} to {end}, {minutes} min", start="$1", end="$2", minutes="$3"),
    "call_record": Message("What is in the record"),
    "call_of_rehearsal": Message("The record of this rehearsal, to be thrown away"),
    "call_empty": Message("Nothing was noted in this call. What happened can be written below."),
    "call_change": Message("Change it"),
    "call_throw": Message("This was a rehearsal: throw it away"),
    "call_undo": Message("Take it out of the record"),
    "call_to_ready": Message("To the sheet"),
    "call_try": Message("Say your answer aloud first, then look."),
    "call_look": Message("See what to say"),
    "call_next_answer": Message("Next answer"),
    "call_enough": Message("That is enough"),
    "call_rehearsal": Message("Rehearsal"),
    "call_keys": Message("By keyboard"),
    "call_keys_why": Message(
        "Space or → the next sentence, ← the one before, R the answers, 1–9 and arrows choose one, Esc back to the"
        " answers, N the note."
    ),
    "call_keys_on": Message("Use these keys during a call"),
    "call_afterwards": Message("After the call"),
}
"""The words of the call, by the names that its template and its script know."""
