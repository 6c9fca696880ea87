;;; cases.el --- The server in eglot: findings, repairs, completion, fast typing.  -*- lexical-binding: t; -*-

(require 'eglot)
(require 'json)

(setq make-backup-files nil auto-save-default nil create-lockfiles nil inhibit-message t
      eglot-sync-connect 60 eglot-connect-timeout 60 eglot-confirm-server-edits nil
      jsonrpc-default-request-timeout 60)
(set-language-environment "UTF-8")

(defvar root (getenv "NIANBAO_ROOT"))
(defvar folder (make-temp-file "nianbao-eglot" t))
(defvar began (float-time))

(defun wait (what state)
  "Wait until STATE gives something, and return that; WHAT names it."
  (let ((end (+ (float-time) 60)) value)
    (while (and (not (setq value (funcall state))) (< (float-time) end))
      ;; Eglot tells of changes when Emacs is idle, and in batch mode it never is.
      (when (eglot-current-server) (eglot--signal-textDocument/didChange))
      (accept-process-output nil 0.05))
    (or value (error "waited in vain: %s\n%s" what (shown)))))

(defun must (is what)
  "Fail with WHAT unless IS."
  (unless is (error "%s" what)))

(defun passed (what)
  (princ (format "ok      %s  %.1f s\n" what (- (float-time) began))))

(defun draft (name)
  (with-temp-buffer
    (insert-file-contents (expand-file-name (concat "tests/drafts/" name) root))
    (buffer-string)))

(defun open-draft (name text)
  "Open a new file of this name with this text, as a user does."
  (let ((file (expand-file-name name folder)))
    (write-region text nil file nil 'silent)
    (find-file file)
    (run-hooks 'post-command-hook)      ; what eglot-ensure waits for
    (wait "the server" (lambda () (eglot-current-server)))))

(defun shown ()
  "The findings that Flymake shows, sorted: line, column, text."
  (sort (mapcar (lambda (it)
                  (save-excursion
                    (goto-char (flymake-diagnostic-beg it))
                    (format "%d:%d %s" (line-number-at-pos) (1+ (- (point) (line-beginning-position)))
                            ;; Eglot puts the source and the rule in front.
                            (replace-regexp-in-string
                             "\\`nianbao \\[[a-z-]+\\]: " ""
                             (car (split-string (flymake-diagnostic-text it) "\n"))))))
                (flymake-diagnostics))
        #'string<))

(defun checked ()
  "What `nianbao check' finds in the buffer, in the same form."
  (let ((file (make-temp-file "nianbao" nil ".txt" (buffer-substring-no-properties (point-min) (point-max)))))
    (with-temp-buffer
      (call-process "nianbao" nil '(t nil) nil "check" "--format" "json" "--no-config" file)
      (goto-char (point-min))
      (sort (mapcar (lambda (it)
                      (let-alist it (format "%d:%d %s" .range.start.line .range.start.column .message)))
                    (json-parse-buffer :object-type 'alist :array-type 'list))
            #'string<))))

(defun same ()
  "Wait until Flymake shows what `nianbao check' finds; return that."
  (let ((expected (checked)))
    (wait (format "the findings of nianbao check: %S" expected)
          (lambda ()
            (flymake-start)
            (equal (shown) expected)))
    expected))

(condition-case failure
    (progn
      (princ (format "Emacs %s\n" emacs-version))
      ;; Findings, and a repair.
      (open-draft "broken.txt" (draft "broken.md"))
      (must (= (length (same)) 4) (format "%S" (shown)))
      (passed "the findings are those of nianbao check")
      (goto-char (point-min))
      (search-forward "| 8 | 2 | 0 | 0 | 1 |")
      (goto-char (+ (match-beginning 0) 2))
      (let* ((actions (append (eglot-code-actions (point) (1+ (point))) nil))
             (repair (seq-find (lambda (it) (string-search "改为7" (plist-get it :title))) actions)))
        (must repair (format "%S" actions))
        (eglot-execute (eglot-current-server) repair))
      (wait "the repair" (lambda () (save-excursion (goto-char (point-min)) (search-forward "| 7 | 2 | 0 | 0 | 1 |" nil t))))
      (must (not (seq-find (lambda (it) (string-search "应为7" it)) (same))) "the figure is right now")
      (passed "a code action repairs a cell")

      ;; Fast typing: nothing waits between the edits.
      (goto-char (point-min))
      (search-forward "| 18 | 3 |")
      (dotimes (number 100)
        (goto-char (point-min))
        (search-forward "（一）予以公开 | | ")
        (delete-region (point) (progn (skip-chars-forward "0-9") (point)))
        (insert (number-to-string (* number 7)))
        (goto-char (point-max))
        (insert "末行\n"))
      (must (seq-find (lambda (it) (string-search "693" it)) (same)) (format "%S" (shown)))
      (passed "a hundred edits without waiting end with the right findings")

      ;; Completion.
      (let* ((whole (replace-regexp-in-string
                     "申请[0-9]+件，上年结转[0-9]+件，办结[0-9]+件，结转下年度继续办理[0-9]+件"
                     ;; No application in the sentences: a new table has none either.
                     "申请0件，上年结转0件，办结0件，结转下年度继续办理0件"
                     (draft "markdown-2021.md")))
             (section (string-search "## 三、" whole))
             (title (substring whole 0 (string-search "\n" whole section)))
             (rest (substring whole (string-search "## 四、" whole))))
        (open-draft "whole.txt" (concat title "\n\n\n\n" rest))
        (must (same) "the table is missing")
        (goto-char (1+ (+ (length title) 2)))
        (insert "表三")
        (completion-at-point)
        (wait "the table" (lambda () (save-excursion (goto-char (point-min)) (search-forward "一、本年新收" nil t))))
        (must (null (same)) (format "%S" (shown))))
      (passed "a completion inserts table three, and the buffer is clean")
      (ignore-errors (eglot-shutdown-all)))
  (error
   (princ (format "FAILED  %s\n" (error-message-string failure)))
   (ignore-errors (eglot-shutdown-all))
   (kill-emacs 1)))
