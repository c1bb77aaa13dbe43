"""What English events are made of: patterns of who and what, and what a single word leaves out."""

from __future__ import annotations

PERSON = (
    r"(?:(?:elder|younger|older|late) )?(?:(?:father|mother|brother|sister|son|daughter)-in-law|father|mother"
    r"|dad|mum|mom"
    r"|husband|wife|partner|spouse|son|daughter|child|children|baby|brother|sister|parents?|grand(?:father"
    r"|mother|parents?|son"
    r"|daughter)|uncle|aunt|family)"
)
OWN_THING = r"(?:employer|landlord|contract|salary|wages|income|pay|job)"
THING = r"(?:company|firm|shop|factory|office|plant|restaurant|school|flat|house|home)"
FINITE = (
    r"\b(?:was|were|is|are|has|have|had|did|fell|broke|lost|went|became|got|made|cut|shut|laid|left|ran|came"
    r"|gave|took|died"
    r"|needs|underwent|caught|put|began|burnt|sold|let|sent|spent|kept|bore|paid|[a-z]{2,}ed)\b"
)
WAS = (
    r"(?:hospitali[sz]ed|laid off|made redundant|dismissed|fired|sacked|injured|diagnosed|admitted|taken (?:to"
    r"|into|ill)"
    r"|operated on|furloughed|evacuated|robbed|burgled|infected|knocked down|hit by|signed off|ill|sick"
    r"|bedridden|out of work"
    r"|unemployed|off work|off sick|in hospital|in intensive care|on sick leave|pregnant|homeless|cut off|seriously ill"
    r"|badly (?:hurt|injured)|hurt|unable to)\b"
)
"""What stands after “was”."""
STATE = r"(?:in hospital|in intensive care|(?:seriously |very )?ill|sick|pregnant|dying|hospitali[sz]ed)\b"
LOST_THE_JOB = r"\b(?:I|me|my)\b|job|dismiss|laid off|redundan|unemploy|contract|terminat|fired|let go"
"""Words that tell, of an event, that the work is lost, or who is spoken of."""
PAST = (
    r"(?:lost|had|fell|broke|got|went|became|suffered|underwent|caught|forgot|missed|moved|changed|left|resigned|quit"
    r"|overlooked|misread|needed|spent|stayed|cared for|looked after|took|gave birth|was|were|tore|stopped"
    r"|closed|could not"
    r"|did not)\b"
)
DONE_BY_THE_TELLER = r"(?:cared for|looked after|forgot|missed|overlooked|misread|moved|changed)\b"
"""What whoever writes has done, even where the trouble is somebody else's."""
COUNTED = (
    r"(?:operation|stroke|accident|heart attack|infection|fracture|injury|illness|disease|appendix|tumou?r"
    r"|breakdown|leg|arm"
    r"|hip|miscarriage|seizure|caesarean|stay in hospital|hospital stay)"
)
ILLNESS = (
    rf"(?:[\w'’-]+ ){{0,4}}?(?:{COUNTED}|operations|surgery|injuries|cancer|pneumonia|depression|flu"
    rf"|covid(?:-19)?|failure"
    r"|chemotherapy|dialysis|back pain|stones|\w+itis|\w+oma|\w+osis|\w+emia)"
)
AFTER = r"(?: (?:for|after|with|on|in|at|to|of|and|following)\b.*)?"
DISASTER = (
    r"(?:[\w'’-]+ ){0,2}(?:typhoon|flood|earthquake|fire|storm|hurricane|landslide|wildfire|tornado|snowstorm|drought)"
)
OF_A_PERSON = {
    "death": "died",
    "illness": "fell ill",
    "stroke": "had a stroke",
    "heart attack": "had a heart attack",
    "accident": "had an accident",
    "operation": "had an operation",
    "surgery": "had surgery",
    "cancer": "had cancer",
}
OF_TROUBLE = {
    "illness": "was ill",
    "sickness": "was ill",
    "job loss": "lost {their} job",
    "loss of job": "lost {their} job",
    "loss of my job": "lost {their} job",
    "the loss of my job": "lost {their} job",
    "redundancy": "was made redundant",
    "unemployment": "was out of work",
    "dismissal": "was dismissed",
    "pay cut": "had a pay cut",
    "a pay cut": "had a pay cut",
    "divorce": "went through a divorce",
    "a divorce": "went through a divorce",
}
