"""What the page says in its own name, in English; `cli` hands in the one who says it in another language."""

from __future__ import annotations

from collections.abc import Callable

from letters.base.errors import Message
from letters.web.calling.call_words import CALL

Say = Callable[[str, str], str]
"""Says a Message in a language."""

MOST_BYTES = 128 * 1024
"""The most bytes of a scenario, which has a few kilobytes."""
REFUSALS = {
    "host": Message("this page answers only under the address that `letters serve` printed"),
    "token": Message("the address is not complete: open the one that `letters serve` printed"),
    "origin": Message("another page asked for this; it gets nothing"),
    "404": Message("there is no such page here"),
    "405": Message("there is no such page here"),
    "413": Message("this is larger than 128 KiB; a scenario is a few kilobytes"),
    "500": Message("this is our mistake, not yours; please report it. What you wrote is still on the page"),
    "503": Message("this took too long and was stopped; a case of fewer lines will do"),
}
"""Why a request is not answered."""

PAGE = {
    "title": Message("Letters that ask for penalty interest to be waived"),
    "private": Message(
        "Nothing leaves this machine. The page keeps nothing: what you write is gone when you close it, unless you"
        " save the file."
    ),
    "noscript": Message("This page needs JavaScript, its own and nobody else's."),
    "private_file": Message(
        "Nothing leaves this device: no connection, no upload, no account. What you write is gone when you close the"
        " page, unless you save it or turn on “Keep on this device”. It costs nothing, and nobody acts for you."
    ),
    "no_answer_file": Message("The page cannot answer; reload it. What you wrote can still be copied from the form."),
    "starting": Message("Getting ready to write letters; you can fill in the form meanwhile."),
    "lacking_title": Message("This page cannot write letters here"),
    "lacking": Message(
        "It needs JavaScript and WebAssembly, which this browser lacks or has turned off. Open the file in an"
        " up-to-date browser (Chrome, Edge, Firefox or Safari, since 2024). Or print the form below, fill it in by"
        " hand, and have somebody copy it into the page on another device."
    ),
    "lacks": Message("What is missing: {what}", what="…"),
    "by_hand": Message("A form to fill in by hand"),
    "print_form": Message("Print the form"),
    "keep_here": Message("Keep what I write on this device"),
    "keep_why": Message("It is not encrypted: whoever uses this device and this browser can read it."),
    "kept": Message("Kept on this device."),
    "not_kept": Message("The browser keeps nothing for this page; save the file instead."),
    "forget": Message("Forget all that is kept here"),
    "forgotten": Message("Forgotten: nothing of your case is kept on this device now."),
    "inside": Message("What is inside this page, and under which licences"),
    "source_of": Message("source"),
    "made_by": Message("letters {version}, free and open (MIT licence). No fee, no agent, no account.", version="…"),
    "no_advice": Message(
        "This is general information, not legal advice. Official numbers stand in the lender's own app."
    ),
    "menu": Message("Save and open"),
    "resume": Message("Go on"),
    "resume_what": Message("{lender}, kept on this device on {day}", lender="$1", day="$2"),
    "skip": Message("To the result"),
    "views": Message("Views"),
    "form": Message("Your case"),
    "now": Message("What now"),
    "now_today": Message("Today"),
    "now_by": Message("By {day}", day="…"),
    "now_call": Message("Open what to say on the phone"),
    "now_check": Message("(check the number in the lender's own app)"),
    "group_now": Message("To use now"),
    "group_after": Message("After an answer, or where none comes"),
    "group_last": Message("Last resorts, not for now"),
    "group_more": Message("Besides"),
    "heed": Message("look at {count} first", count="…"),
    "start_title": Message("If you cannot pay just now, it can be talked about"),
    "start_1": Message(
        "Answer five questions: you get a letter that asks for penalty interest to be waived, and a sheet to read from"
        " on the phone."
    ),
    "start_2": Message("Every figure is right to the fen, and says where it comes from."),
    "start_3": Message("Whether to waive is for them to decide. What to agree to is for you."),
    "which": Message("Which are you?"),
    "door_late": Message("I was only a few days late"),
    "door_late_why": Message("It is paid, or can be paid today. Ask for the penalty interest back."),
    "door_cannot": Message("I cannot pay for a while"),
    "door_cannot_why": Message("Illness, no work, trouble at home. First stop the penalty, then talk of instalments."),
    "door_helper": Message("I write for somebody else"),
    "door_helper_why": Message("Family, social work, legal aid. All questions on one page."),
    "minutes": Message("About five minutes. The bill's page in the app is enough; the rest may stay empty."),
    "tired": Message("No strength to write today? Three things to remember"),
    "tired_1": Message("Take no new loan to pay an old one."),
    "tired_2": Message("Pay nobody who offers to have it waived for you."),
    "tired_3": Message("Stay in touch: one message counts."),
    "tired_more": Message(
        "If you cannot sleep for worry, or think of hurting yourself, tell somebody you trust first, or go to a"
        " hospital. People come before money."
    ),
    "guide_steps": Message("How far you are, of five"),
    "step_1": Message("Where from"),
    "step_2": Message("Numbers"),
    "step_3": Message("Event"),
    "step_4": Message("Means"),
    "step_5": Message("You"),
    "ask_1": Message("Where is the money from?"),
    "ask_2": Message("Copy a few numbers from the bill"),
    "ask_3": Message("What happened at that time?"),
    "ask_4": Message("How much can you pay a month?"),
    "ask_5": Message("Whose name stands under the letter?"),
    "lead_1": Message("The name in the app or on the card will do. For several lenders, write one case each."),
    "lead_2": Message("Look for these four in the app's bill; each app looks different, the words are much the same."),
    "lead_3": Message("Write only what happened. What you do not remember may stay empty."),
    "lead_4": Message(
        "First keep what you need to eat, live and be treated; what is left can be paid. All may stay empty."
    ),
    "lead_5": Message("With these the lender finds your account. Nothing else is needed."),
    "paste_rows": Message("Paste from a spreadsheet"),
    "paste_rows_label": Message(
        "Copy the rows of the bills in the spreadsheet and paste them here: due date and amount, and if they stand"
        " there the bill's name, what was paid and when"
    ),
    "rows_none": Message("No line has a due date and an amount."),
    "rows_left": Message("Lines without a due date and an amount, left out: {count}", count="…"),
    "find_it": Message("Where the numbers stand on a bill"),
    "find_1": Message("due date"),
    "find_2": Message("amount of the bill"),
    "find_3": Message("what you have paid since, and when"),
    "find_4": Message("rate when overdue, a day"),
    "guide_back": Message("Question before"),
    "guide_next": Message("Continue"),
    "guide_later": Message("Go on, come back later"),
    "guide_last": Message("See what to do next"),
    "guide_left": Message("Questions to answer before the letter is ready: {count}", count="…"),
    "guide_ready": Message("✓ The letter is ready."),
    "guide_letter": Message("See the letter"),
    "guide_all": Message("All questions on one page"),
    "figures": Message("Figures"),
    "letters": Message("Letters"),
    "phone": Message("Phone call"),
    "files": Message("Files"),
    "open": Message("Open a file …"),
    "paste": Message("Paste a scenario …"),
    "paste_label": Message("The text of a scenario file (YAML)"),
    "paste_take": Message("Put it into the form"),
    "cancel": Message("Cancel"),
    "example": Message("Show an example"),
    "save": Message("Save the file (YAML)"),
    "share": Message("Share the file"),
    "copy_case": Message("Copy the file's text"),
    "print": Message("Print, or save as PDF"),
    "required": Message("(needed)"),
    "example_like": Message("for example {example}", example="…"),
    "unit_yuan": Message("yuan"),
    "unit_percent": Message("%"),
    "unit_rate_day": Message("% a day"),
    "unit_rate_year": Message("% a year"),
    "unit_instalments": Message("instalments"),
    "unit_months": Message("months"),
    "unit_days": Message("day(s)"),
    "unit_times": Message("times"),
    "add": Message("Add: {what}", what="…"),
    "remove": Message("Remove: {what}", what="…"),
    "more": Message("More: {names}", names="…"),
    "told": Message("{place}: {what}", place="$1", what="$2"),
    "others": Message("Languages and days"),
    "choose": Message("– please choose –"),
    "extra": Message("Also in your file, and kept: {keys}", keys="…"),
    "saved_plain": Message("{name} was downloaded as plain data, without the program; it opens here again.", name="…"),
    "still": Message("Still needed before letters can be written:"),
    "mend": Message("To mend:"),
    "to_do": Message("To fill in or to mend: {count}", count="…"),
    "stale": Message("Shown as it was before the last change."),
    "up_to_date": Message("Up to date."),
    "start": Message("Fill in the form, or open a file: figures and letters appear here as you write."),
    "line_growing": Message("without an agreement"),
    "line_plan": Message("with the plan"),
    "as_tables": Message("The same as tables"),
    "why": Message("Where from?"),
    "why_of": Message("{amount} yuan: where it comes from", amount="…"),
    "why_also": Message("The same amount is also: {what}", what="…"),
    "why_field": Message("go to where it stands"),
    "ledger": Message("The ledger, line by line"),
    "chart": Message("Principal and penalty over time"),
    "warnings": Message("To know:"),
    "mend_first": Message("Mend first what is listed here: letters are written from a case without mistakes."),
    "no_format": Message("Choose at least one form."),
    "letter": Message("Which letter"),
    "blanks": Message("Blanks in the letters"),
    "no_blanks": Message("No blank is left in the letters."),
    "not_now": Message("Not for this case"),
    "copy_text": Message("Copy the text"),
    "copied": Message("Copied."),
    "not_copied": Message("The browser did not allow it: mark the text and copy it."),
    "unread": Message(
        "the page opens no file: this one is kept in the case, and `letters render` names it in the letters"
    ),
    "unsaid": Message("–"),
    "all_files": Message("All letters as one ZIP file"),
    "formats": Message("In which form"),
    "zip": Message("Download"),
    "each": Message("One by one"),
    "keep": Message("The file of your case, to keep and to open here again"),
    "saved": Message("{name} was downloaded.", name="…"),
    "read_all": Message("Read each letter from beginning to end, and send it only if every sentence is true."),
    "notes": Message("Notes of this call"),
    "notes_why": Message("They go into the record of contacts in your case."),
    "note_add": Message("Into the record"),
    "noted": Message("In the record. Save the file to keep it."),
    "note_empty": Message("Write something down first."),
    "no_answer": Message("letters serve does not answer; is it still running? What you wrote is still on the page."),
    "too_large": REFUSALS["413"],
    "replace": Message("This replaces what stands in the form. Go on?"),
    "channel": Message("phone"),
} | CALL
"""The words of the page, by the names that its template and its script know."""


def said(words: dict[str, Message], say: Say, language: str) -> dict[str, str]:
    """Returns all of these words in a language."""
    return {name: say(message, language) for name, message in words.items()}
