"""GRPO with TRL on verifiable questions: the checker is the reward, a missing verdict leaves the sample out.

``python examples/trl_grpo.py`` trains a tiny, randomly initialised model for two steps on a CPU; put a real model and
its tokenizer in the place of :func:`tiny_model`. Needs ``pip install 'provender[trainers]'``.
"""

from __future__ import annotations

import json
import string
from typing import Any

from datasets import Dataset
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast
from trl import GRPOConfig, GRPOTrainer

import synth


def tiny_model() -> tuple[LlamaForCausalLM, PreTrainedTokenizerFast]:
    """A Llama of two layers that knows nothing, and a tokenizer of single characters."""
    characters = ["<pad>", "<end>", *string.printable]
    rules = Tokenizer(models.WordLevel({char: i for i, char in enumerate(characters)}, unk_token=" "))
    rules.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=rules, pad_token="<pad>", eos_token="<end>", unk_token=" ", padding_side="left"
    )
    tokenizer.chat_template = "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}assistant: "
    size = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2}
    config = LlamaConfig(vocab_size=len(characters), pad_token_id=0, eos_token_id=1, bos_token_id=1, **size)
    return LlamaForCausalLM(config), tokenizer


def train(output: str, steps: int = 2) -> Any:
    """Train on a family's questions; returns the trainer, whose state holds the log."""
    rows = synth.generate("arithmetic.chain", level=1, n=16, seed=7)
    questions = Dataset.from_list(
        [
            {
                "prompt": [{"role": "user", "content": row["prompt"]}],
                "family": row["family"],
                "facts": json.dumps(row["facts"]),
            }
            for row in rows
        ]
    )
    model, tokenizer = tiny_model()
    settings = GRPOConfig(
        output_dir=output, per_device_train_batch_size=4, num_generations=4, max_completion_length=8, max_steps=steps,
        use_cpu=True, bf16=False, report_to=[], save_strategy="no", logging_steps=1,
    )  # fmt: skip
    trainer = GRPOTrainer(model, synth.trl_reward, settings, questions, processing_class=tokenizer)
    trainer.train()
    return trainer


if __name__ == "__main__":
    import sys

    for entry in train("runs/trl").state.log_history:
        sys.stdout.write(f"{json.dumps(entry)}\n")
