"""How the providers of language models spell a request and a reply: as much of it as `model_server` needs."""

from __future__ import annotations

import json
import zlib
from typing import Any

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"answer": {"type": "string"}},
    "required": ["answer"],
    "additionalProperties": False,
}
"""What tests ask for when they care little."""

DIMENSIONS = 8


def words_in(body: dict[str, Any]) -> tuple[str, str]:
    """What the system and what the user says in a request, of any dialect."""
    said = {"system": _text(body.get("system", "")), "user": ""}
    for message in body.get("messages", []):
        role = "system" if message.get("role") in ("system", "developer") else "user"
        said[role] += _text(message.get("content", ""))
    return said["system"], said["user"]


def _text(content: Any) -> str:
    if isinstance(content, list):
        return "".join(str(part.get("text", "")) for part in content)
    return str(content or "")


def schema_in(body: dict[str, Any]) -> dict[str, Any] | None:
    """JSON Schema of the reply: in the response format, in the first tool, or where Ollama and Anthropic want it."""
    if isinstance(body.get("format"), dict):
        return dict(body["format"])
    if isinstance(given := body.get("response_format"), dict) and "json_schema" in given:
        return dict(given["json_schema"]["schema"])
    if isinstance(given := body.get("output_config") or {}, dict) and "format" in given:
        return dict(given["format"]["schema"])
    if tools := body.get("tools"):
        tool = tools[0].get("function") or tools[0]
        return dict(tool.get("parameters") or tool.get("input_schema") or {})
    return None


def example_of(schema: dict[str, Any]) -> Any:
    """The smallest value that fits a schema of the plain kind."""
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "object")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        wanted = schema.get("required", list(schema.get("properties", {})))
        return {name: example_of(schema["properties"][name]) for name in wanted}
    if kind == "array":
        return [example_of(schema.get("items", {}))] * schema.get("minItems", 0)
    return {"string": "x", "integer": 1, "number": 0.5, "boolean": True}.get(kind)


def dressed(path: str, body: dict[str, Any], text: str, finish: str, tokens: tuple[int, int]) -> tuple[bytes, str]:
    """A reply's body and content type, in the dialect of the address asked."""
    if path.endswith("/api/chat"):
        return _ollama(body, text, finish, tokens), "application/x-ndjson"
    made = _anthropic(body, text, finish, tokens) if path.endswith("/messages") else _openai(body, text, finish, tokens)
    return json.dumps(made).encode(), "application/json"


def _openai(body: dict[str, Any], text: str, finish: str, tokens: tuple[int, int]) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": text}
    if tools := body.get("tools"):
        called = {"name": tools[0]["function"]["name"], "arguments": text}
        message |= {"content": None, "tool_calls": [{"id": "call_1", "type": "function", "function": called}]}
    return {
        "id": "chat-1",
        "object": "chat.completion",
        "created": 1,
        "model": body.get("model", ""),
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        "usage": {"prompt_tokens": tokens[0], "completion_tokens": tokens[1], "total_tokens": sum(tokens)},
    }


def _anthropic(body: dict[str, Any], text: str, finish: str, tokens: tuple[int, int]) -> dict[str, Any]:
    content: dict[str, Any] = {"type": "text", "text": text}
    if tools := body.get("tools"):
        content = {"type": "tool_use", "id": "tool_1", "name": tools[0]["name"], "input": _object(text)}
    return {
        "id": "message-1",
        "type": "message",
        "role": "assistant",
        "model": body.get("model", ""),
        "content": [content],
        "stop_reason": {"stop": "end_turn", "length": "max_tokens"}.get(finish, finish),
        "stop_sequence": None,
        "usage": {"input_tokens": tokens[0], "output_tokens": tokens[1]},
    }


def _object(text: str) -> Any:
    """What a tool was called with: JSON, or a text where it is none."""
    try:
        return json.loads(text)
    except ValueError:
        return {"unreadable": text}


def _ollama(body: dict[str, Any], text: str, finish: str, tokens: tuple[int, int]) -> bytes:
    head = {"model": body.get("model", ""), "created_at": "2025-01-01T00:00:00Z"}
    message: dict[str, Any] = {"role": "assistant", "content": text}
    if tools := body.get("tools"):
        called = {"name": tools[0]["function"]["name"], "arguments": _object(text)}
        message |= {"content": "", "tool_calls": [{"function": called}]}
    said = head | {"message": message, "done": False}
    counts = {"prompt_eval_count": tokens[0], "eval_count": tokens[1]}
    end = head | {"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": finish} | counts
    if body.get("stream") is False:
        return json.dumps(end | {"message": said["message"]}).encode()
    return b"".join(json.dumps(line).encode() + b"\n" for line in (said, end))


def complained(path: str, body: str) -> bytes:
    """An error's body, in the dialect of the address asked: Ollama says it in one string."""
    if path.endswith("/api/chat") and body.startswith('{"error": {'):
        body = json.dumps({"error": json.loads(body)["error"]["message"]})
    return body.encode()


def embedded(path: str, body: dict[str, Any]) -> bytes:
    """Vectors of the texts, the same for the same text, in the dialect of the address asked."""
    texts = listed(body.get("input", []))
    if path.endswith("/api/embed"):
        return json.dumps({"model": body.get("model", ""), "embeddings": [vector(text) for text in texts]}).encode()
    rows = [{"object": "embedding", "index": number, "embedding": vector(text)} for number, text in enumerate(texts)]
    usage = {"prompt_tokens": len(texts), "total_tokens": len(texts)}
    return json.dumps({"object": "list", "data": rows, "model": body.get("model", ""), "usage": usage}).encode()


def listed(given: Any) -> list[str]:
    """One or several, as a list of texts."""
    return [str(each) for each in given] if isinstance(given, list) else [str(given)]


def vector(text: str) -> list[float]:
    """Numbers made of a text; not of length one."""
    seed = zlib.crc32(text.encode())
    return [((seed >> (4 * place)) & 15) / 8 - 1 + 0.01 for place in range(DIMENSIONS)]
