; The older program stays whole until the new one is: the new one is unpacked beside it, then both
; are moved, which is quick, and undone if it fails at any point. The folder OLD exists exactly while
; that is under way: who finds it puts the older program back first.

!define /ifndef MOVE_ATTEMPTS 20 ; one every half second; a trial makes do with fewer

; All that lies in the program's folder, first what others are likeliest to hold.
!macro ForEachPart do un
  !insertmacro ${do} "${un}" "_internal"
  !insertmacro ${do} "${un}" "${PROGRAM}"
  !insertmacro ${do} "${un}" "${CONSOLE}"
  !insertmacro ${do} "${un}" "${NOTICES}"
  !if "${un}" == "" ; the uninstaller goes last, and may be the file that is running
    !insertmacro ${do} "${un}" "${UNINSTALLER}"
  !endif
!macroend

; Moves a part between two folders unless one before it could not be: $4 is its path then.
!macro MovePart un part from to
  ${If} $4 == ""
  ${AndIf} ${FileExists} "${from}\${part}"
    StrCpy $1 "${from}\${part}"
    StrCpy $2 "${to}\${part}"
    Call ${un}Move
    ${If} ${Errors}
      StrCpy $4 "${from}\${part}"
    ${EndIf}
  ${EndIf}
!macroend

!macro MoveOut un part
  !insertmacro MovePart "${un}" "${part}" "$INSTDIR" "${OLD}"
!macroend

!macro MoveIn un part
  !insertmacro MovePart "${un}" "${part}" "${NEW}" "$INSTDIR"
!macroend

; What has come in goes again: no half program where none was before.
!macro TakeOut un part
  ${IfNot} ${FileExists} "${NEW}\${part}"
    Rename "$INSTDIR\${part}" "${NEW}\${part}"
  ${EndIf}
!macroend

!macro PutPartBack un part
  ${If} ${FileExists} "${OLD}\${part}"
    !insertmacro MovePart "${un}" "${part}" "$INSTDIR" "${GONE}"
    !insertmacro MovePart "${un}" "${part}" "${OLD}" "$INSTDIR"
  ${EndIf}
!macroend

!macro SwapFunctions un

  ; Moves $1 to $2, a folder or a file, or sets the error flag. An antivirus holds new files for
  ; seconds, so it is tried for ten of them.
  Function ${un}Move
    StrCpy $3 0
    ${Do}
      ClearErrors
      Rename "$1" "$2"
      ${IfNot} ${Errors}
        Return
      ${EndIf}
      IntOp $3 $3 + 1
      ${If} $3 >= ${MOVE_ATTEMPTS}
        SetErrors
        Return
      ${EndIf}
      Sleep 500
    ${Loop}
  FunctionEnd

  ; Makes the older program the program again, if it was being moved. Where something holds a part of
  ; it the program is not whole, and the next setup begins here again.
  Function ${un}PutBack
    ${IfNot} ${FileExists} "${OLD}"
      Return
    ${EndIf}
    RMDir /r "${GONE}"
    CreateDirectory "${GONE}"
    StrCpy $4 ""
    !insertmacro ForEachPart PutPartBack "${un}"
    RMDir /r "${GONE}"
    ${If} $4 != ""
      RMDir /r "${NEW}"
      !insertmacro Refuse 8 "${SAY_NOT_PUT_BACK}"
    ${EndIf}
    RMDir "${OLD}"
  FunctionEnd

  ; Something holds $4, so nothing is changed.
  Function ${un}GiveUp
    StrCpy $0 $4
    Call ${un}PutBack
    RMDir /r "${NEW}"
    !insertmacro Refuse 4 "${SAY_HELD}"
  FunctionEnd

!macroend

!insertmacro SwapFunctions ""
!insertmacro SwapFunctions "un."

; Puts NEW in the program's place.
Function Swap
  RMDir /r "${GONE}"
  CreateDirectory "${OLD}"
  StrCpy $4 ""
  !insertmacro ForEachPart MoveOut ""
  ${If} $4 != ""
    Call GiveUp
  ${EndIf}
  !insertmacro ForEachPart MoveIn ""
  ${If} $4 != ""
    !insertmacro ForEachPart TakeOut ""
    Call GiveUp
  ${EndIf}
  ; From here on the new one is the program. What cannot be deleted now goes with the next setup.
  StrCpy $1 "${OLD}"
  StrCpy $2 "${GONE}"
  Call Move
  RMDir /r "${GONE}"
  RMDir /r "${NEW}"
FunctionEnd

; All of the program or nothing of it.
Function un.Remove
  CreateDirectory "${OLD}"
  StrCpy $4 ""
  !insertmacro ForEachPart MoveOut "un."
  ${If} $4 != ""
    Call un.GiveUp
  ${EndIf}
  RMDir /r "${OLD}"
  RMDir /r "${GONE}"
  RMDir /r "${NEW}"
  Delete "$INSTDIR\${UNINSTALLER}"
FunctionEnd
