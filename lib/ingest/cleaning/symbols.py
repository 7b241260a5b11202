"""The commands of LaTeX that stand for a sign, and those that say how text looks."""

from __future__ import annotations

from typing import Final

from lib.ingest.cleaning.words import words

_SIGNS: Final = """
alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ varkappa ϰ
lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi φ varphi φ
chi χ psi ψ omega ω Alpha Α Beta Β Gamma Γ Delta Δ Epsilon Ε Zeta Ζ Eta Η Theta Θ Iota Ι Kappa Κ Lambda Λ Mu Μ Nu Ν
Xi Ξ Pi Π Rho Ρ Sigma Σ Tau Τ Upsilon Υ Phi Φ Chi Χ Psi Ψ Omega Ω varGamma Γ varOmega Ω textalpha α textbeta β
textgamma γ textdelta δ textmu μ textmugreek μ micro μ leq ≤ le ≤ leqslant ≤ geq ≥ ge ≥ geqslant ≥ neq ≠ ne ≠
approx ≈ sim ~ simeq ≃ cong ≅ equiv ≡ propto ∝ varpropto ∝ ll ≪ gg ≫ lesssim ≲ gtrsim ≳ lessapprox ≲ gtrapprox ≳
prec ≺ succ ≻ preceq ⪯ succeq ⪰ asymp ≍ doteq ≐ triangleq ≜ lt < gt > textless < textgreater > in ∈ notin ∉ ni ∋
subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq ⊊ nsubseteq ⊈ cup ∪ cap ∩ bigcup ⋃ bigcap ⋂ sqcup ⊔ sqcap ⊓
setminus ∖ smallsetminus ∖ emptyset ∅ varnothing ∅ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ wedge ∧ land ∧ vee ∨
lor ∨ bigwedge ⋀ bigvee ⋁ vdash ⊢ models ⊨ vDash ⊨ perp ⊥ bot ⊥ top ⊤ parallel ∥ mid | vert | Vert ‖ lvert | rvert |
lVert ‖ rVert ‖ | ‖ nmid ∤ langle ⟨ rangle ⟩ la ⟨ ra ⟩ lceil ⌈ rceil ⌉ lfloor ⌊ rfloor ⌋ lbrace { rbrace } lbrack [
rbrack ] times × cdot · div ÷ pm ± mp ∓ ast * star ⋆ circ ∘ bullet • oplus ⊕ ominus ⊖ otimes ⊗ odot ⊙ bigoplus ⨁
bigotimes ⨂ boxtimes ⊠ boxplus ⊞ wr ≀ rtimes ⋊ ltimes ⋉ amalg ⨿ dagger † ddagger ‡ sum ∑ prod ∏ coprod ∐ int ∫
iint ∬ oint ∮ partial ∂ nabla ∇ infty ∞ hbar ℏ ell ℓ Re ℜ Im ℑ wp ℘ aleph ℵ beth ℶ imath ı jmath ȷ prime ′ angle ∠
triangle △ square □ Box □ blacksquare ■ diamond ⋄ Diamond ◇ surd √ natural ♮ sharp ♯ flat ♭ to → rightarrow →
leftarrow ← leftrightarrow ↔ longrightarrow ⟶ longleftarrow ⟵ Rightarrow ⇒ Leftarrow ⇐ Longrightarrow ⟹
Leftrightarrow ⇔ iff ⇔ Longleftrightarrow ⟺ implies ⟹ mapsto ↦ longmapsto ⟼ hookrightarrow ↪ hookleftarrow ↩
uparrow ↑ downarrow ↓ Uparrow ⇑ Downarrow ⇓ updownarrow ↕ nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖
rightleftharpoons ⇌ twoheadrightarrow ↠ rightharpoonup ⇀ rightharpoondown ⇁ rightsquigarrow ⇝ leadsto ⇝
circlearrowleft ↺ curvearrowright ↷ ldots … dots … cdots ⋯ dotsc … dotsb ⋯ dotsm ⋯ vdots ⋮ ddots ⋱ textellipsis …
colon : backslash \\ textbackslash \\ textasciitilde ~ textasciicircum ^ textunderscore _ textbar | textdollar $
textpercent % textbraceleft { textbraceright } textendash – textemdash — textquotesingle ' textquoteright ’
textquoteleft ‘ textquotedblleft “ textquotedblright ” textregistered ® texttrademark ™ textcopyright © copyright ©
textdegree ° degree ° textpm ± texttimes × textperthousand ‰ textmu μ pounds £ textsterling £ euro € texteuro €
EUR € yen ¥ checkmark ✓ clubsuit ♣ heartsuit ♡ spadesuit ♠ ss ß SS ẞ ae æ AE Æ oe œ OE Œ o ø O Ø l ł L Ł aa å AA Å
i ı j ȷ dh ð DH Ð th þ TH Þ dj đ DJ Đ ng ŋ NG Ŋ RR ℝ ZZ ℤ QQ ℚ NN ℕ CC ℂ
"""

SIGNS: Final = dict(zip(_SIGNS.split()[::2], _SIGNS.split()[1::2], strict=True))
"""Signs by command."""

LETTERS: Final = words("ss SS ae AE oe OE o O l L aa AA i j dh DH th TH dj DJ ng NG textquotesingle textquoteright")
"""Commands for a letter, after which a blank is part of the command."""

# In a text outside formulas these are as likely something else, such as a macro or a name.
ONLY_IN_FORMULAS: Final = words("la ra in to ni RR ZZ QQ NN CC mid top bot sim star square copyright th i j")

ACCENTS: Final = {
    **{"'": "\u0301", "`": "\u0300", '"': "\u0308", "^": "\u0302", "~": "\u0303", "=": "\u0304", ".": "\u0307"},
    **{"v": "\u030c", "c": "\u0327", "u": "\u0306", "H": "\u030b", "k": "\u0328", "r": "\u030a", "d": "\u0323"},
    **{"b": "\u0331", "acute": "\u0301", "grave": "\u0300", "ddot": "\u0308", "hat": "\u0302", "widehat": "\u0302"},
    **{"tilde": "\u0303", "widetilde": "\u0303", "bar": "\u0304", "overline": "\u0304", "dot": "\u0307"},
    **{"check": "\u030c", "breve": "\u0306", "mathring": "\u030a", "vec": "\u20d7", "wt": "\u0303", "wh": "\u0302"},
}
"""Combining accents by command."""

ACCENTS_OF_FORMULAS: Final = words("acute grave ddot hat widehat tilde widetilde bar overline dot check breve")
"""Accents that are none of a text; the others of more than a letter are not either."""

LOOKS: Final = words(
    "textit textbf textrm textsf texttt textsc textsl textup textmd textnormal text emph mbox hbox fbox mathrm "
    "mathbf mathit mathsf mathtt mathcal mathscr mathfrak mathnormal boldsymbol pmb bm bold operatorname mathop "
    "underline uline enquote url path href MakeUppercase MakeLowercase uppercase lowercase ensuremath frak Cal "
    "mathbin mathrel mathord mathopen mathclose mathds mathbbm mathbb Bbb texorpdfstring textsuperscript "
    "textsubscript footnote title section subsection paragraph bf it rm em cal sf tt sl sc smash lefteqn mc mb"
)
"""Commands that say how their argument looks: it stays, they go."""

SWITCHES: Final = words(
    "bf it rm em cal sf tt sl sc bfseries itshape rmfamily sffamily ttfamily scshape upshape mdseries normalfont "
    "slshape displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits nonumber left right middle big "
    "Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm noindent par centering protect relax "
    "newline linebreak smallskip medskip bigskip tiny small large Large item boldmath unboldmath footnotesize "
    "scriptsize normalsize LARGE huge Huge sloppy null mit allowbreak hfill newblock strut"
)
"""Commands without an argument that leave nothing."""

OF_FORMULAS_ALONE: Final = words("left right middle big item small large null mit title section path")
"""Names of SWITCHES and LOOKS that only formulas, or arguments in braces, make sure of."""

DROPPED: Final = words(
    "cite citep citet citealt citealp citeauthor citeyear citeyearpar parencite textcite autocite footcite "
    "nocite onlinecite label ref eqref cref Cref autoref pageref vspace hspace thanks vskip hskip phantom vphantom "
    "hphantom index color textcolor footnotemark includegraphics bibliography rule tag"
)
"""Commands that go with their arguments, since these name places elsewhere."""

SPACES: Final = frozenset({"quad", "qquad", "enspace", "thinspace", "space", " ", ",", ";", ":", ">", "\n", "\t"})
NOTHING: Final = frozenset({"!", "-", "/", "thinspace*"})
ESCAPED: Final = frozenset("%&$#_{}")

NAMES: Final = words(
    "log ln lg exp sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth lim limsup liminf sup inf max "
    "min arg argmax argmin det dim ker deg gcd hom Pr mod bmod pmod tr rank sgn diag span supp poly polylog"
)
"""Operators, which stand apart from letters and digits beside them."""

BLACKBOARD: Final = dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True))
"""Letters of `mathbb` that every font has."""
