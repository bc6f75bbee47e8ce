; What is looked at before anything is written.

; "_internal" and the way to the deepest file below it have room in Windows' 260 characters.
!define LONGEST_FOLDER 100

; Setup and uninstaller, one of either at a time. The handle is held until the process ends.
!macro OneAtATime
  System::Call 'kernel32::CreateMutexW(p 0, i 0, w "VinhLocCDS-setup") p .r1 ?e'
  Pop $0
  ${If} $0 = 183 ; ERROR_ALREADY_EXISTS
    !insertmacro Refuse 7 "${SAY_ANOTHER_SETUP}"
  ${EndIf}
!macroend

; Qt needs Windows 10 1903; on ARM a 64-bit PC program runs from Windows 11 on.
Function CheckWindows
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastBuild} 18362
    !insertmacro Refuse 5 "${SAY_WINDOWS_TOO_OLD}"
  ${EndIf}
  ${If} ${IsNativeARM64}
  ${AndIfNot} ${AtLeastBuild} 22000
    !insertmacro Refuse 5 "${SAY_WINDOWS_TOO_OLD}"
  ${EndIf}
FunctionEnd

; The folder that the command line asks for. NSIS would pass over one that cannot be made and install
; somewhere else; taken here, it is refused. In $CMDLINE it is no more.
Function TakeFolder
  System::Call 'kernel32::GetCommandLineW() w .r0'
  ClearErrors
  ${GetOptions} $0 "/D=" $1
  ${IfNot} ${Errors}
    StrCpy $INSTDIR $1
  ${EndIf}
FunctionEnd

!macro OrPart un part
  ${OrIf} ${FileExists} "$INSTDIR\${part}"
!macroend

; An installation that is there is replaced where it is, never by an older one. It is the folder that
; Windows' list names and that has anything of ours: an antivirus may have taken the program away, a
; setup that was killed may have left its parts aside.
Function FindBefore
  StrCpy $Before ""
  StrCpy $Opening "${SAY_OPENING}"
  ReadRegStr $0 HKCU "${KEY}" "InstallLocation"
  ReadRegStr $1 HKCU "${KEY}" "DisplayVersion"
  ${If} $0 == ""
  ${OrIf} $1 == ""
    Return
  ${EndIf}
  StrCpy $2 $INSTDIR
  StrCpy $INSTDIR $0
  ${If} ${FileExists} "${OLD}"
  !insertmacro ForEachPart OrPart ""
    StrCpy $Before $1
  ${Else}
    StrCpy $INSTDIR $2
    Return
  ${EndIf}
  ${VersionCompare} $Before "${VERSION}" $2
  ${Select} $2
    ${Case} 0
      StrCpy $Opening "${SAY_OPENING_REPAIR}"
    ${Case} 1
      !insertmacro Refuse 3 "${SAY_NEWER}"
    ${Case} 2
      StrCpy $Opening "${SAY_OPENING_UPGRADE}"
  ${EndSelect}
FunctionEnd

; $1 becomes a file of another program in $INSTDIR, or "": its libraries under the name that ours
; have, or a program beside an uninstaller. An uninstaller alone is what ours leaves where it was
; waited for.
Function FindOtherProgram
  ${If} ${FileExists} "$INSTDIR\_internal"
    StrCpy $1 "_internal"
    Return
  ${EndIf}
  ${IfNot} ${FileExists} "$INSTDIR\${UNINSTALLER}"
    StrCpy $1 ""
    Return
  ${EndIf}
  FindFirst $2 $1 "$INSTDIR\*.exe"
  ${DoWhile} $1 == "${UNINSTALLER}"
    FindNext $2 $1
  ${Loop}
  FindClose $2
FunctionEnd

; Whether the program can live in $INSTDIR: $0 becomes "" or the sentence that says why not.
Function CheckFolder
  StrLen $1 $INSTDIR
  ${If} $1 > ${LONGEST_FOLDER}
    StrCpy $0 "${SAY_PATH_TOO_LONG}"
    Return
  ${EndIf}

  ; The data, or below them: "C:\...\VinhLocCDS\" at the beginning, in any case.
  StrLen $1 "${DATA}\"
  StrCpy $2 "$INSTDIR\" $1
  ${If} $2 == "${DATA}\"
    StrCpy $0 "${SAY_DATA_FOLDER}"
    Return
  ${EndIf}

  ; Another program's files under our names would be replaced. Ours without an entry in Windows' list
  ; are what a first setup left that was killed.
  ${If} $Before == ""
  ${AndIfNot} ${FileExists} "$INSTDIR\${PROGRAM}"
  ${AndIfNot} ${FileExists} "${OLD}"
    Call FindOtherProgram
    ${If} $1 != ""
      StrCpy $0 "${SAY_OTHER_PROGRAM}"
      Return
    ${EndIf}
  ${EndIf}

  ClearErrors
  CreateDirectory "${NEW}"
  ${If} ${Errors}
    StrCpy $0 "${SAY_CANNOT_WRITE}"
    Return
  ${EndIf}
  RMDir "${NEW}"

  ; The older program stays until the new one is whole, so all of it needs room.
  System::Call 'kernel32::GetDiskFreeSpaceExW(w "$INSTDIR", *l .r1, p 0, p 0)'
  System::Int64Op $1 / 1048576
  Pop $1
  SectionGetSize 0 $2 ; KB
  IntOp $2 $2 / 1024
  IntOp $2 $2 + 20
  System::Int64Op $1 < $2
  Pop $3
  ${If} $3 = 1
    StrCpy $0 "${SAY_DISK_FULL}"
    Return
  ${EndIf}
  StrCpy $0 ""
FunctionEnd
