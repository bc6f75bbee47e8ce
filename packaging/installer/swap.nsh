; The older program stays whole until the new one is: the new one is unpacked beside it, both are then
; moved, which is quick and undone if it fails at any point. "~VinhLocCDS.old" exists exactly while
; that is under way; a setup that finds it puts the older program back first.

!define NEW "$INSTDIR\~VinhLocCDS.new"
!define OLD "$INSTDIR\~VinhLocCDS.old"
!define GONE "$INSTDIR\~VinhLocCDS.gone"

; All that lies in the program's folder, first what others are likeliest to hold.
!macro ForEachPart do
  !insertmacro ${do} "_internal"
  !insertmacro ${do} "${PROGRAM}"
  !insertmacro ${do} "${CONSOLE}"
  !insertmacro ${do} "${UNINSTALLER}"
!macroend

!macro SwapFunctions un

  ; Moves $1 to $2, a folder or a file. An antivirus holds new files for seconds, so it is tried for ten
  ; of them. Sets the error flag if it cannot be moved.
  Function ${un}Move
    StrCpy $3 0
    ${Do}
      ClearErrors
      Rename "$1" "$2"
      ${IfNot} ${Errors}
        Return
      ${EndIf}
      IntOp $3 $3 + 1
      ${If} $3 >= 20
        SetErrors
        Return
      ${EndIf}
      Sleep 500
    ${Loop}
  FunctionEnd

  ; Makes the older program the program again.
  Function ${un}PutBack
    !insertmacro ForEachPart PutPartBack${un}
    RMDir "${OLD}"
  FunctionEnd

!macroend

!macro PutPartBackOf un part
  ${If} ${FileExists} "${OLD}\${part}"
    RMDir /r "$INSTDIR\${part}"
    Delete "$INSTDIR\${part}"
    StrCpy $1 "${OLD}\${part}"
    StrCpy $2 "$INSTDIR\${part}"
    Call ${un}Move
  ${EndIf}
!macroend
!macro PutPartBack part
  !insertmacro PutPartBackOf "" "${part}"
!macroend
!macro PutPartBackun. part
  !insertmacro PutPartBackOf "un." "${part}"
!macroend

!insertmacro SwapFunctions ""
!insertmacro SwapFunctions "un."

!macro MoveOut part
  ${If} ${FileExists} "$INSTDIR\${part}"
  ${AndIf} $4 == ""
    StrCpy $1 "$INSTDIR\${part}"
    StrCpy $2 "${OLD}\${part}"
    Call Move
    ${If} ${Errors}
      StrCpy $4 "$INSTDIR\${part}"
    ${EndIf}
  ${EndIf}
!macroend

!macro MoveIn part
  ${If} $4 == ""
    StrCpy $1 "${NEW}\${part}"
    StrCpy $2 "$INSTDIR\${part}"
    Call Move
    ${If} ${Errors}
      StrCpy $4 "${NEW}\${part}"
    ${EndIf}
  ${EndIf}
!macroend

; What has come in goes again: no half program where none was before.
!macro TakeOut part
  ${IfNot} ${FileExists} "${NEW}\${part}"
    Rename "$INSTDIR\${part}" "${NEW}\${part}"
  ${EndIf}
!macroend

; Puts NEW in the program's place, or leaves the older program and ends the setup.
Function Swap
  RMDir /r "${GONE}"
  CreateDirectory "${OLD}"
  StrCpy $4 "" ; what could not be moved
  !insertmacro ForEachPart MoveOut
  ${If} $4 == ""
    !insertmacro ForEachPart MoveIn
    ${If} $4 != ""
      !insertmacro ForEachPart TakeOut
    ${EndIf}
  ${EndIf}
  ${If} $4 != ""
    Call PutBack
    RMDir /r "${NEW}"
    !insertmacro Refuse 4 "${SAY_HELD}"
  ${EndIf}
  ; From here on the new one is the program. What cannot be deleted now goes with the next setup.
  StrCpy $1 "${OLD}"
  StrCpy $2 "${GONE}"
  Call Move
  RMDir /r "${GONE}"
  RMDir /r "${NEW}"
FunctionEnd

!macro MoveAway part
  ${If} ${FileExists} "$INSTDIR\${part}"
  ${AndIf} $4 == ""
    StrCpy $1 "$INSTDIR\${part}"
    StrCpy $2 "${OLD}\${part}"
    Call un.Move
    ${If} ${Errors}
      StrCpy $4 "$INSTDIR\${part}"
    ${EndIf}
  ${EndIf}
!macroend

; All of the program or nothing of it.
Function un.Remove
  CreateDirectory "${OLD}"
  StrCpy $4 ""
  !insertmacro ForEachPart MoveAway
  ${If} $4 != ""
    Call un.PutBack
    !insertmacro Refuse 4 "${SAY_HELD}"
  ${EndIf}
  RMDir /r "${OLD}"
  RMDir /r "${GONE}"
  RMDir /r "${NEW}"
FunctionEnd
