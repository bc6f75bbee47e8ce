; The program, where it is open, is asked to close, waited for and never killed.
;
; Its windows are found by the file that their process runs, so nothing but this installation of
; this user is touched: not another copy, not another account. WM_CLOSE is what the cross in the corner
; sends; the program stores and ends as ever, or asks its user. Console windows are left alone: a
; command that runs there is only waited for.

!define PROCESS_QUERY_LIMITED_INFORMATION 0x1000
!define HALF_SECONDS_BETWEEN 20
!define /ifndef HALF_SECONDS_SILENT 60 ; a trial waits for less

!macro RunningFunctions un

  Function ${un}AskToClose
    StrCpy $1 0
    ${Do}
      FindWindow $1 "" "" 0 $1
      ${If} $1 = 0
        ${ExitDo}
      ${EndIf}
      System::Call 'user32::IsWindowVisible(p r1) i .r2'
      System::Call 'user32::GetClassNameW(p r1, w .r3, i ${NSIS_MAX_STRLEN})'
      ${If} $2 = 0
      ${OrIf} $3 == "ConsoleWindowClass"
        ${Continue}
      ${EndIf}
      System::Call 'user32::GetWindowThreadProcessId(p r1, *i .r2)'
      System::Call 'kernel32::OpenProcess(i ${PROCESS_QUERY_LIMITED_INFORMATION}, i 0, i r2) p .r3'
      ${If} $3 P= 0
        ${Continue}
      ${EndIf}
      StrCpy $4 ""
      System::Call 'kernel32::QueryFullProcessImageNameW(p r3, i 0, w .r4, *i ${NSIS_MAX_STRLEN})'
      System::Call 'kernel32::CloseHandle(p r3)'
      ${If} $4 == "$INSTDIR\${PROGRAM}"
      ${OrIf} $4 == "$INSTDIR\${CONSOLE}"
        System::Call 'user32::PostMessageW(p r1, i ${WM_CLOSE}, p 0, p 0)'
      ${EndIf}
    ${Loop}
  FunctionEnd

  ; $0 becomes the program file that runs, "" where none does: Windows lets nobody write to it then.
  Function ${un}FindHeld
    !insertmacro FindHeldFile "${PROGRAM}"
    !insertmacro FindHeldFile "${CONSOLE}"
    StrCpy $0 ""
  FunctionEnd

  Function ${un}LeaveOpen
    RMDir /r "${NEW}" ; it may have been opened again while that was unpacked
    SetErrorLevel 4
    Quit
  FunctionEnd

  ; Returns once neither program runs, or ends the setup.
  Function ${un}CloseProgram
    StrCpy $5 0
    ${Do}
      Call ${un}FindHeld
      ${If} $0 == ""
        Return
      ${EndIf}
      ; Not once: where a dialog was open it was only that which closed.
      IntOp $6 $5 % ${HALF_SECONDS_BETWEEN}
      ${If} $6 = 0
        DetailPrint "${SAY_CLOSING}"
        Call ${un}AskToClose
      ${EndIf}
      IntOp $5 $5 + 1
      Sleep 500
      ${If} ${Silent}
        ${If} $5 >= ${HALF_SECONDS_SILENT}
          Call ${un}LeaveOpen
        ${EndIf}
      ${ElseIf} $5 >= ${HALF_SECONDS_BETWEEN}
        StrCpy $5 0
        ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${SAY_OPEN}" IDCANCEL`
          Call ${un}LeaveOpen
        ${EndIf}
      ${EndIf}
    ${Loop}
  FunctionEnd

!macroend

!macro FindHeldFile name
  ${If} ${FileExists} "$INSTDIR\${name}"
    StrCpy $0 "${name}"
    SetFileAttributes "$INSTDIR\${name}" NORMAL
    ClearErrors
    FileOpen $1 "$INSTDIR\${name}" a
    ${If} ${Errors}
      Return
    ${EndIf}
    FileClose $1
  ${EndIf}
!macroend

!insertmacro RunningFunctions ""
!insertmacro RunningFunctions "un."
