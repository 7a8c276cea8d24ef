"""Export of a trained network: to ONNX, to int8, checked against the original, calibrated."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax

from dragoman.coding.typer import Labels, Question, Typer
from dragoman.evaluate.schoolbook_examples import Example
from dragoman.training.model import TyperNet


def export(
    net: TyperNet, encoder: Path, labels: Labels, target: Path, about: dict[str, Any], quantize: bool = True
) -> None:
    """Writes the network as one ONNX file with tokenizer and labels in its metadata; int8 unless told otherwise."""
    net.eval()
    with tempfile.TemporaryDirectory() as folder:
        full, small = Path(folder) / "full.onnx", Path(folder) / "int8.onnx"
        inputs = (
            torch.ones(2, 12, dtype=torch.long),
            torch.ones(2, 12, dtype=torch.long),
            torch.tensor([[0, 1, 2, 0, 0], [1, 0, 0, 3, 4], [1, 2, 2, 0, 0]]),
        )
        names = ["ids", "mask", "asked"]
        outputs = ["types", "modes", "statuses", "roles"]
        axes = {n: {0: "batch", 1: "length"} for n in ("ids", "mask")}
        axes |= {n: {0: "questions"} for n in ("asked", "types", "modes", "statuses")}
        axes["roles"] = {0: "questions", 1: "length"}
        torch.onnx.export(
            net,
            inputs,
            str(full),
            input_names=names,
            output_names=outputs,
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        if quantize:
            quantize_dynamic(full, small, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
        model = onnx.load(str(small if quantize else full))
    tokenizer = json.dumps(json.loads((encoder / "tokenizer.json").read_text(encoding="utf-8")), separators=(",", ":"))
    entries = {
        "tokenizer": tokenizer,
        "labels": json.dumps([labels.types, labels.modes, labels.statuses, labels.roles]),
        "temperature": "1.0",
        "about": json.dumps(about),
        "pad": str(net.encoder.config.pad_token_id),
    }
    onnx.helper.set_model_props(model, entries)
    onnx.save(model, str(target))


def calibrate(target: Path, examples: Sequence[Example]) -> float:
    """Sets the temperature under which held-out answers are likeliest (Guo et al. 2017); returns it."""
    typer = Typer(target)
    judged = typer.judge([e.question for e in examples])
    logits = np.log(np.stack([j.types for judgements in judged for j in judgements]) + 1e-9)
    truth = np.array([typer.labels.types.index(a.event_type) for e in examples for a in e.answers])

    def surprise(temperature: float) -> float:
        return float(-np.mean(log_softmax(logits / temperature, axis=-1)[np.arange(len(truth)), truth]))

    found = float(minimize_scalar(surprise, bounds=(0.3, 5.0), method="bounded").x)
    model = onnx.load(str(target))
    for entry in model.metadata_props:
        if entry.key == "temperature":
            entry.value = f"{found:.4f}"
    onnx.save(model, str(target))
    return found


def fidelity(full: Path, small: Path, questions: Sequence[Question]) -> dict[str, float]:
    """How far int8 is from fp32: share of equal types, mean and greatest difference of the types' probabilities."""
    one, two = ([a for answers in Typer(m).judge(questions) for a in answers] for m in (full, small))
    gaps = [float(np.abs(a.types - b.types).max()) for a, b in zip(one, two, strict=True)]
    same = [a.types.argmax() == b.types.argmax() for a, b in zip(one, two, strict=True)]
    return {"same_type": float(np.mean(same)), "mean_gap": float(np.mean(gaps)), "max_gap": float(np.max(gaps))}
