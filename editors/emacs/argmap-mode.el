;;; argmap-mode.el --- Argument maps  -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: MIT
;; Version: 0.1.0
;; Package-Requires: ((emacs "26.1"))
;; Keywords: languages, outlines

;;; Commentary:

;; A major mode for .argmap files: syntax highlighting, indentation, comments, an index.  Eglot (in
;; Emacs since version 29, and on GNU ELPA) provides the other features with `argmap lsp':
;;
;;     (require 'argmap-mode)
;;     (add-hook 'argmap-mode-hook #'eglot-ensure)

;;; Code:

(require 'rx)
(require 'seq)

(defgroup argmap nil
  "Argument maps."
  :group 'languages)

(defcustom argmap-indent-offset 2
  "Number of columns by which a block is indented."
  :type 'natnum
  :safe #'natnump)

(defcustom argmap-command '("argmap")
  "The program that starts argmap, and its arguments."
  :type '(repeat string))

;; A test of argmap checks these lists against grammar/argmap.lark and the table of attributes.

(defconst argmap-keywords
  '("map" "source" "import" "as" "section" "question" "claim" "evidence" "assumption"
    "counterpoint" "concession" "context" "reason" "objection"))

(defconst argmap-constants '("true" "false"))

(defconst argmap-attributes
  '("supports" "opposes" "supported-by" "opposed-by" "undercuts" "contradicts" "outweighs"
    "options" "exclusive" "premises" "scheme" "critical-question" "confidence" "credibility"
    "reliability" "held-by" "label" "fidelity" "expect" "standard" "strong-from" "margin"
    "doubt-from" "burden" "thesis" "lang" "author" "year" "date" "valid-until" "publisher"
    "url" "doi" "text" "passages" "was" "tags" "note"))

(defconst argmap-values
  '(("confidence" "almost-no-chance" "very-unlikely" "unlikely" "roughly-even" "likely"
     "very-likely" "almost-certain")
    ("expect" "accepted" "rejected" "undecided" "open")
    ("fidelity" "quotation" "paraphrase" "condensed" "interpretation" "implicit")
    ("standard" "dialectical" "scintilla" "preponderance" "accrual" "clear-and-convincing"
     "beyond-reasonable-doubt")
    ("burden" "asserted" "strict")
    ("thesis" "none"))
  "Keywords that are values of an attribute.")

(defvar argmap-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?# "<" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?\\ "\\" table)
    (modify-syntax-entry ?{ "(}" table)
    (modify-syntax-entry ?} "){" table)
    (modify-syntax-entry ?_ "_" table)
    (modify-syntax-entry ?- "_" table)
    (modify-syntax-entry ?. "_" table)
    (modify-syntax-entry ?@ "." table)
    (modify-syntax-entry ?' "." table)
    (modify-syntax-entry ?< "." table)
    (modify-syntax-entry ?> "." table)
    table))

(defconst argmap--id '(seq (any alpha "_") (* (any alnum "_" "-" "\u00b7\u0387\u30fb\u200c\u200d"))))

(defvar argmap-font-lock-keywords
  `((,(rx-to-string
       `(seq symbol-start (group (or ,@argmap-keywords)) symbol-end
             (? (+ (any " \t")) (group ,argmap--id))))
     (1 font-lock-keyword-face)
     (2 font-lock-variable-name-face nil t))
    (,(rx-to-string `(seq symbol-start (or ,@argmap-constants) symbol-end))
     . font-lock-constant-face)
    ,@(mapcar
       (lambda (value)
         (list (rx-to-string
                `(seq symbol-start ,(car value) (* space) ":" (* space)
                      (group (or ,@(cdr value))) symbol-end))
               1 'font-lock-constant-face))
       argmap-values)
    (,(rx-to-string
       `(seq symbol-start (group (or (or ,@argmap-attributes) (seq "x-" (* (any alnum "_-")))))
             (* space) ":"))
     1 font-lock-type-face)
    (,(rx-to-string
       `(seq (group "@" ,argmap--id (* "." ,argmap--id))
             (? ":" (group (or (seq "\"" (* (not (any "\"\n"))) "\"") (+ (any alnum "_§-")))))))
     (1 font-lock-builtin-face)
     ;; A locator in quotes is a string, whose face is replaced.
     (2 (unless (nth 8 (save-excursion (syntax-ppss (match-beginning 0))))
          'font-lock-constant-face)
        prepend t)))
  "Highlighting in `argmap-mode', except for strings and comments.")

(defconst argmap--syntax-propertize
  (syntax-propertize-rules
   ;; A locator in quotes has no escapes.
   ("@[^][:space:]\"#{}@:,]+:\"\\([^\"\n]*\\)\""
    (0 (ignore (argmap--mark-backslashes))))
   ;; Block strings: one quote of each delimiter gets the syntax of a string fence.
   ("\"\"\""
    (0 (ignore (argmap--mark-quotes))))))

(defun argmap--mark-backslashes ()
  "Make the backslashes in the locator at the last match ordinary characters."
  (let ((start (match-beginning 1))
        (end (match-end 1)))
    (unless (nth 8 (save-excursion (syntax-ppss (match-beginning 0))))
      (dotimes (index (- end start))
        (let ((position (+ start index)))
          (when (eq (char-after position) ?\\)
            (put-text-property position (1+ position) 'syntax-table (string-to-syntax "."))))))))

(defun argmap--mark-quotes ()
  "Make three quotes at the last match the start or the end of a block string."
  (let* ((start (match-beginning 0))
         (state (save-excursion (syntax-ppss start)))
         (fence (string-to-syntax "|")))
    (cond
     ((nth 4 state))
     ((eq (nth 3 state) t)
      (put-text-property (1- (match-end 0)) (match-end 0) 'syntax-table fence))
     ((null (nth 3 state))
      (put-text-property start (1+ start) 'syntax-table fence)))))

(defun argmap-indent-line ()
  "Indent the line by the number of open braces; do not indent inside a string."
  (interactive)
  (let ((state (save-excursion (syntax-ppss (line-beginning-position)))))
    (if (nth 3 state)
        'noindent
      (let* ((depth (nth 0 state))
             (closes (save-excursion (back-to-indentation) (eq (char-after) ?})))
             (column (* argmap-indent-offset (max 0 (if closes (1- depth) depth))))
             (inside (> (current-column) (current-indentation))))
        (if inside
            (save-excursion (indent-line-to column))
          (indent-line-to column))))))

(defvar argmap-imenu-generic-expression
  (mapcar
   (lambda (word)
     (list (capitalize word)
           (rx-to-string `(seq line-start (* space) ,word (+ space) (group ,argmap--id)))
           1))
   (seq-difference argmap-keywords '("map" "import" "as"))))

;;;###autoload
(define-derived-mode argmap-mode prog-mode "Argmap"
  "Major mode for argument maps."
  (setq-local comment-start "# ")
  (setq-local comment-end "")
  (setq-local comment-start-skip "#+\\s-*")
  (setq-local font-lock-defaults '(argmap-font-lock-keywords))
  (setq-local syntax-propertize-function argmap--syntax-propertize)
  (setq-local indent-line-function #'argmap-indent-line)
  (setq-local indent-tabs-mode nil)
  (setq-local electric-indent-chars (cons ?} electric-indent-chars))
  (setq-local imenu-generic-expression argmap-imenu-generic-expression))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.argmap\\'" . argmap-mode))

(defvar eglot-server-programs)

(defun argmap--contact (&rest _)
  "Return the command line that starts the server."
  (append argmap-command '("lsp")))

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '(argmap-mode . argmap--contact)))

(provide 'argmap-mode)

;;; argmap-mode.el ends here
