"""A forward pass of our own through BERT encoders with mean pooling, which the bundled model is.

Texts lie one behind the other in a pack of a fixed number of tokens: the matrix products with weights see the same
shape in every pass, and attention sees one text at a time. So a text's vector depends on the text alone, whatever
shares its pack, and no work is spent on padding. One pass uses one thread; several run side by side (`encoding.py`).

What it saves beside padding: queries, keys and values come from one product; the queries' scale is part of their
weights; GELU and the addition of what went round a block are part of the products (`fused`, oneDNN's post-operations);
in bfloat16 softmax needs no passes for the maximum and the sum, which comes from a column of ones beside the values.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import torch

PACK_TOKENS: Final = 2048
"""Tokens of one pass: more fall out of a core's cache, fewer leave it idle."""
_KINDS: Final = ("weight", "bias")


@dataclass(frozen=True, slots=True)
class BertShape:
    """The figures of a model's config.json that a pass needs."""

    width: int
    heads: int
    layers: int
    epsilon: float
    max_tokens: int
    """Of a text, the two that mark its ends among them; what is longer is cut."""

    @property
    def head_width(self) -> int:
        """Dimensions of one attention head."""
        return self.width // self.heads


def bert_shape(folder: Path) -> BertShape | None:
    """Read the shape of a sentence-transformers model, or None where it is none that `BertEncoder` computes.

    It must be BERT with GELU and absolute positions, the mean over tokens, then at most the scaling to length 1.
    Nothing is read beyond what one pass can hold.
    """
    try:
        modules = [entry["type"].rsplit(".", 1)[-1] for entry in _json(folder / "modules.json")]
        config = _json(folder / "config.json")
        pooling = _json(folder / "1_Pooling" / "config.json")
        cut = _json(folder / "sentence_bert_config.json").get("max_seq_length")
        modes = {name for name, value in pooling.items() if name.startswith("pooling_mode") and value}
        usual = (
            modules[:2] == ["Transformer", "Pooling"]
            and modules[2:] in ([], ["Normalize"])
            and modes == {"pooling_mode_mean_tokens"}
            and config["model_type"] == "bert"
            and config["hidden_act"] == "gelu"
            and config.get("position_embedding_type", "absolute") == "absolute"
            and (folder / "model.safetensors").is_file()
            and (folder / "tokenizer.json").is_file()
        )
        if not usual:
            return None
        return BertShape(
            config["hidden_size"],
            config["num_attention_heads"],
            config["num_hidden_layers"],
            config.get("layer_norm_eps", 1e-12),
            min(PACK_TOKENS, config["max_position_embeddings"], *([cut] if cut else [])),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


class BertEncoder:
    """The weights of a BERT encoder, ready for passes in one precision.

    Parameters
    ----------
    folder
        The model's folder; `bert_shape` has said that it fits.
    precision
        Of weights and of what goes between the layers; the sums of products and of the mean are float32.
    fused
        Whether oneDNN's products with post-operations are used, which not every build of PyTorch has.

    Raises
    ------
    KeyError, RuntimeError, AttributeError
        If the weights are not those of such a model, or this build of PyTorch lacks something.
    """

    def __init__(self, folder: Path, shape: BertShape, precision: str, *, fused: bool) -> None:
        import torch
        from safetensors.torch import load_file

        self._shape = shape
        self._fused = fused
        self._dtype: torch.dtype = getattr(torch, precision)
        loaded = load_file(folder / "model.safetensors")
        weights = {name.removeprefix("bert."): value.float() for name, value in loaded.items()}
        self._words = weights["embeddings.word_embeddings.weight"].to(self._dtype)
        # Every text is of the first kind of BERT's two.
        places = (
            weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self._places = places.to(self._dtype)
        self._norm = self._pair(weights, "embeddings.LayerNorm")
        self._layers = [self._layer(weights, f"encoder.layer.{number}.") for number in range(shape.layers)]

    def encode(self, pack: Sequence[Sequence[int]], tokens: int = PACK_TOKENS) -> NDArray[np.float32]:
        """Make vectors of length 1 of one pack.

        Parameters
        ----------
        pack
            Token ids of each text, together at most `tokens`.
        tokens
            Of the pass. In a shorter one than the usual the last bits of a vector may differ.

        Returns
        -------
        Shape (len(pack), width).
        """
        import torch
        from torch.nn.functional import normalize

        with torch.inference_mode():
            # In float32 PyTorch's own attention is the faster one.
            vectors = self._vectors(pack, tokens, exact=self._dtype == torch.float32)
            # Without the maximum, exp overflows where a model's scores are huge; it is the text alone that decides.
            wrong = ~torch.isfinite(vectors).all(dim=1)
            if wrong.any():
                vectors[wrong] = self._vectors(pack, tokens, exact=True)[wrong]
            made: NDArray[np.float32] = normalize(vectors).numpy()
        return made

    def _vectors(self, pack: Sequence[Sequence[int]], tokens: int, *, exact: bool) -> torch.Tensor:
        import torch
        from torch.nn.functional import embedding

        ends = [0, *accumulate(len(ids) for ids in pack)]
        spans = list(pairwise(ends))
        ids = torch.zeros(tokens, dtype=torch.long)
        places = torch.zeros(tokens, dtype=torch.long)
        ids[: ends[-1]] = torch.tensor([token for text in pack for token in text])
        places[: ends[-1]] = torch.cat([torch.arange(end - start) for start, end in spans])
        state = self._normed(embedding(ids, self._words) + embedding(places, self._places), self._norm)
        for layer in self._layers:
            state = self._through(layer, state, spans, exact=exact)
        return torch.stack([state[start:end].float().mean(dim=0) for start, end in spans])

    def _through(
        self, layer: dict[str, Any], state: torch.Tensor, spans: list[tuple[int, int]], *, exact: bool
    ) -> torch.Tensor:
        """One layer: attention within each text, then the two products for each token."""
        attended = self._attention(self._product(state, layer["qkv"]), spans, exact=exact)
        state = self._normed(self._product(attended, layer["out"], add=state), layer["out_norm"])
        inner = self._product(state, layer["up"], gelu=True)
        return self._normed(self._product(inner, layer["down"], add=state), layer["down_norm"])

    def _attention(self, qkv: torch.Tensor, spans: list[tuple[int, int]], *, exact: bool) -> torch.Tensor:
        import torch
        from torch.nn.functional import scaled_dot_product_attention

        heads, wide = self._shape.heads, self._shape.head_width
        queries, keys, values = qkv.view(-1, 3, heads, wide).permute(1, 2, 0, 3)
        mixed = qkv.new_empty(len(qkv), heads, wide)
        for start, end in spans:
            parts = queries[:, start:end], keys[:, start:end], values[:, start:end]
            mine = mixed[start:end].transpose(0, 1)
            if exact:
                # One text in place of a batch; the scale is in the queries' weights.
                query, key, value = (part[None] for part in parts)
                mine.copy_(scaled_dot_product_attention(query, key, value, scale=1.0)[0])
                continue
            shares = torch.bmm(parts[0], parts[1].transpose(1, 2)).exp_()
            beside = qkv.new_empty(heads, end - start, wide + 1)
            beside[:, :, :wide] = parts[2]
            beside[:, :, wide] = 1
            sums = torch.bmm(shares, beside)
            torch.div(sums[:, :, :wide], sums[:, :, wide:], out=mine)
        # Tokens beyond the last text: nothing reads them, but numbers they should be.
        mixed[spans[-1][1] :] = 0
        return mixed.view(-1, self._shape.width)

    def _product(
        self,
        state: torch.Tensor,
        weights: tuple[torch.Tensor, torch.Tensor],
        *,
        gelu: bool = False,
        add: torch.Tensor | None = None,
    ) -> torch.Tensor:
        import torch
        from torch.nn.functional import gelu as activation
        from torch.nn.functional import linear

        made: torch.Tensor
        if self._fused:
            if add is not None:
                made = torch.ops.mkldnn._linear_pointwise.binary(state, add, *weights, "add")
            elif gelu:
                made = torch.ops.mkldnn._linear_pointwise(state, *weights, "gelu", [], "none")
            else:
                made = torch.ops.mkldnn._linear_pointwise(state, *weights, "none", [], "")
            return made
        made = linear(state, *weights)
        if gelu:
            return activation(made)
        return made if add is None else made.add_(add)

    def _normed(self, state: torch.Tensor, norm: tuple[torch.Tensor, torch.Tensor]) -> torch.Tensor:
        from torch.nn.functional import layer_norm

        return layer_norm(state, (self._shape.width,), *norm, self._shape.epsilon)

    def _layer(self, weights: dict[str, torch.Tensor], prefix: str) -> dict[str, Any]:
        import torch

        scale = self._shape.head_width**-0.5
        parts = [
            [weights[f"{prefix}attention.self.{name}.{kind}"] for name in ("query", "key", "value")] for kind in _KINDS
        ]
        for part in parts:
            part[0] = part[0] * scale
        return {
            "qkv": (self._packed(torch.cat(parts[0])), torch.cat(parts[1]).to(self._dtype)),
            "out": self._dense(weights, f"{prefix}attention.output.dense"),
            "out_norm": self._pair(weights, f"{prefix}attention.output.LayerNorm"),
            "up": self._dense(weights, f"{prefix}intermediate.dense"),
            "down": self._dense(weights, f"{prefix}output.dense"),
            "down_norm": self._pair(weights, f"{prefix}output.LayerNorm"),
        }

    def _pair(self, weights: dict[str, torch.Tensor], name: str) -> tuple[torch.Tensor, torch.Tensor]:
        return weights[f"{name}.weight"].to(self._dtype), weights[f"{name}.bias"].to(self._dtype)

    def _dense(self, weights: dict[str, torch.Tensor], name: str) -> tuple[torch.Tensor, torch.Tensor]:
        weight, bias = self._pair(weights, name)
        return self._packed(weight), bias

    def _packed(self, weight: torch.Tensor) -> torch.Tensor:
        """Weights in the order of memory that oneDNN wants for products with a pack."""
        import torch

        weight = weight.to(self._dtype)
        if not self._fused:
            return weight
        ordered: torch.Tensor = torch.ops.mkldnn._reorder_linear_weight(weight, PACK_TOKENS)
        return ordered


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
