"""Passages that speak to a machine instead of a person.

A prompt is about one passage, so that whatever it says can sway only the reply about itself. This holds as long as it
stands in no other prompt: a passage found here is left out as neighbour, question, heading or example of any other. It
is still asked about, like all passages, and people are told. What is not found here is still material between markers,
and whatever it makes the model say has to pass the gate of quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from qes.coding.llm.unhidden import folded, hides, readings


def _orders(verb: str, which: str, what: str) -> str:
    """A verb, and soon after it what is to be dropped with a word that says which, in either order."""
    after = rf"(?:{which})[\s\S]{{0,25}}?(?:{what})|(?:{what})[\s\S]{{0,25}}?(?:{which})"
    return rf"(?:{verb})[\s\S]{{0,30}}?(?:{after})"


def _told(verb: str, what: str) -> str:
    """The same in a language whose orders need no word that says which, with the verb before or after."""
    verb, what = folded(verb), folded(what)
    return rf"(?:{verb})[\s\S]{{0,40}}?(?:{what})|(?:{what})[\s\S]{{0,25}}?(?:{verb})"


_DROP = [
    _orders(
        r"\b(?:ignore|disregard|forget|override|bypass|skip)\b",
        r"\b(?:all|any|previous|prior|above|earlier|preceding|your|these|those|foregoing)\b",
        r"instruction|prompt|directive|guideline|system message|rules|definitions|you were told|was said",
    ),
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^\n]{0,20}\b(?:system message|prompt|codebook)",
    _orders(
        r"\b(?:ignorier(?:e|en|t)|vergiss|vergesst|vergessen|missachte|ubergehe|uberschreibe)\b",
        r"\b(?:alle|bisherig|vorherig|vorig|obig|fruher|vorangegangen|dein|eure|systemnachricht)",
        r"anweisung|instruktion|vorgaben|befehl|regeln|prompt",
    ),
    _orders(
        r"\b(?:ignor[ae]|ignoren|olvid[ae]|olviden|descart[ae]|haz caso omiso|no hagas caso|omite|omita)\b",
        r"\b(?:tod[ao]s|anterior|previ|tus|estas|arriba|precedente)",
        r"instruccion|indicacion|ordenes|reglas|directri|prompt|mensaje del sistema",
    ),
    _orders(
        r"\b(?:ignor\w+|oubli\w+|esque\w+|dimentic\w+|desconsider\w+|negeer|vergeet|zignoruj|pomin)\b",
        r"\b(?:tou[ts]|precedent|anterior|prec|todas|tutte|alle|wszystkie|poprzedni|vorige|eerdere|vos|tes|suas|tue)",
        r"instruction|consigne|directive|instruc\w+|istruzion|instructie|aanwijzing|polecen|instrukcj",
    ),
    _orders(r"игнорируи|забудь|не обращаи внимания", r"все|предыдущ|прежн|выше", r"инструкци|указани|правил|промпт"),
    r"(?:忽略|无视|忘记|忽視|無視).{0,16}(?:指令|指示|提示|规则|規則|命令)",
    r"(?:指示|指令|命令).{0,12}(?:無視|忽略|忘れ)",
    _told("무시하|잊어|잊으", "지시|지침|명령|프롬프트"),
    _told("تجاهل|انس ", "تعليمات|أوامر|توجيهات"),
    _told("अनदेखा|नज़रअंदाज़|भूल जा", "निर्देश|आदेश"),
    _told("התעלם|התעלמ|שכח", "הוראות|הנחיות"),
    _told("αγνόησ|αγνοήσ|ξέχασε|ξεχάστε", "οδηγίες|εντολές"),
    _told("ігноруй|забудь", "інструкці|вказівк"),
    _told(r"\byok say|\bgörmezden gel|\bunut(?:un)?\b", "talimat|yönerge|komutlar"),
    _told(r"\b(?:abaikan|lupakan)\b", "instruksi|perintah|arahan"),
    _told(r"\b(?:bỏ qua|phớt lờ|quên)\b", "hướng dẫn|chỉ dẫn|chỉ thị"),
    _told(r"\b(?:zapomnij|zignoruj)\b", "instrukcj|polecen|wskazów"),
    _told(r"\b(?:glem|glöm|ignorer|ignorera)\b", "instruks|instrukt|anvisning"),
    r"\b(?:ignore|disregard|pay no attention to)\b[\s\S]{0,20}?\b(?:everything|anything|all|what)\b[\s\S]{0,20}?"
    r"\b(?:above|before|so far|you were told|you have been told)\b",
]
_PATTERNS = (
    ("it tells a machine to drop its instructions", _DROP),
    (
        "it uses the marks by which machines tell who speaks",
        [
            r"<\|[a-z_]+\|>",
            r"\[/?inst\]|<</?sys>>",
            r"</?(?:system|assistant|user|instructions?|prompt|passage|im_start|im_end)\b[^>]{0,40}>",
            r"\[/?(?:passage|question|heading|speaker|before|after|other|quote) [0-9a-f]{6,}\]",
            r"\[/(?:passage|question|heading|speaker|before|after|other|quote|system|assistant)\b[^\]]{0,40}\]",
            r"(?:^|\n)\s*(?:#{1,4}\s*|\*\*)?(?:system|systemprompt|system prompt|developer)(?:\*\*)?\s*:",
            r"(?:begin|end) (?:of )?(?:system )?(?:prompt|instructions)",
            r"--- (?:system|user) ---",
            r"(?:^|\n)\s*#{2,}\s*(?:new |real )?(?:instruction|system|response)s?\b",
            r"\b(?:human|user)\s*:[\s\S]{0,200}?\bassistant\s*:",
        ],
    ),
    (
        "it speaks to a language model",
        [
            r"\b(?:as|you are|you're|being|to|dear|hey|hello|attention) (?:now )?(?:an?y? |the |all )?"
            r"(?:ai|a\.i\.|ai language|llm|gpt|chatgpt|claude|gemini|llama|chatbot|(?:large )?language model)\b"
            r"(?: (?:assistant|model|system|coder|reading|that|who|you)|[,:!])",
            r"\b(?:if you are|to whom?ever is|to any) (?:an? )?(?:ai|llm|language model|machine|chatbot)\b",
            r"\b(?:du bist|sie sind|als|an) (?:nun |jetzt |ab jetzt )?(?:ein\w* |das |die |jede\w* )?"
            r"(?:ki|sprachmodell|ki-modell|ki-assistent\w*|chatbot)\b(?!-)",
            r"\b(?:eres|como|actua como|a cualquier) (?:ahora )?(?:un[ao]? )?"
            r"(?:ia|modelo de lenguaje|inteligencia artificial|asistente de ia)\b",
            r"\b(?:system prompt|jailbreak|developer mode|do anything now|prompt injection)\b",
        ],
    ),
    (
        "it tells a machine what to answer",
        [
            r"\b(?:answer|reply|respond|say|output|return|write) (?:with |only |just |always )*"
            r"[\"'“„«]?yes[\"'”“»]? (?:to|for|on) (?:all|every|each|any)",
            r"\b(?:answer|reply|respond) (?:with |only |just |always )+[\"'“„«]?(?:yes|no|json)\b",
            r"\b(?:assign|apply|give|choose|select|mark|tag|code) (?:it |this |them )?"
            r"(?:with |to |as )?(?:all|every|each)(?: of)?(?: the)? codes?\b",
            r"\bantworte(?:n sie)?\b[^\n]{0,40}\bja\b",
            r"\b(?:sag|sage|schreib|schreibe)\b[^\n]{0,20}\bja\b[\"'”“»]? (?:auf|zu|bei|fur) (?:alle|jede)",
            r"\b(?:responde|responda|contesta|conteste|di|escribe) "
            r"[^\n]{0,40}[\"'“„«]?\bsi\b[\"'”“»]? (?:a|para|en) (?:tod|cada)",
            r"\b(?:invent|make up|fabricate|erfinde\w*|inventa)\b[^\n]{0,30}\b(?:quote|zitat|cita)",
            r"[\"'“](?:applies|answers|verdict)[\"'”]\s*:|\bset\b[^\n]{0,12}\bapplies\b",
            r"\b(?:coded|answered|marked|tagged|answers?|verdict)\b[^\n]{0,25}\b(?:all|every|each)\b[^\n]{0,12}\bcodes?\b",
            r"\b(?:all|every|each)(?: of)?(?: the| these)? codes? (?:here )?(?:appl(?:y|ies)|fits?|must)\b",
        ],
    ),
)
_COMPILED = tuple((why, re.compile("|".join(patterns))) for why, patterns in _PATTERNS)


@lru_cache(maxsize=8192)
def speaks_to_machines(text: str) -> str:
    """Why a text seems to be meant for a machine, as the end of a sentence; empty where it does not.

    It errs on the safe side: to be found here costs a passage nothing but its place beside others.
    """
    if hides(text):
        return "it holds signs that nobody sees"
    for number, reading in enumerate(readings(text)):
        for why, pattern in _COMPILED:
            if pattern.search(reading):
                return why if number == 0 else f"{why}, in a way that hides it"
    return ""


def first_flag(texts: Iterable[str | None]) -> str:
    """Why the first of some texts that does so seems to be meant for a machine; empty where none does."""
    return next((why for text in texts if text and (why := speaks_to_machines(text))), "")
