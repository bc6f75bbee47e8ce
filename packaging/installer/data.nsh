; Deleting the data: what they are, never what they only lead to.

; Deletes $0, a file or a folder with all that is in it. A folder that was moved to another drive and
; linked ("mklink /J") stays there: NSIS's own RMDir /r would go through the link and empty it.
Function un.DeleteTree
  System::Call 'kernel32::GetFileAttributesW(w r0) i .r1'
  ${If} $1 = -1
    Return ; nothing there
  ${EndIf}
  IntOp $2 $1 & 0x400 ; FILE_ATTRIBUTE_REPARSE_POINT
  IntOp $1 $1 & 0x10 ; FILE_ATTRIBUTE_DIRECTORY
  ${If} $2 <> 0
    StrCpy $Linked 1
  ${ElseIf} $1 <> 0
    FindFirst $2 $3 "$0\*"
    ${DoUntil} $3 == ""
      ${If} $3 != "."
      ${AndIf} $3 != ".."
        Push $0
        Push $1
        Push $2
        StrCpy $0 "$0\$3"
        Call un.DeleteTree
        Pop $2
        Pop $1
        Pop $0
      ${EndIf}
      FindNext $2 $3
    ${Loop}
    FindClose $2
  ${EndIf}
  ${If} $1 <> 0
    RMDir "$0"
  ${Else}
    Delete "$0"
  ${EndIf}
FunctionEnd
