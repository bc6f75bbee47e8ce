; The installer of Vĩnh Lộc CDS: per user, no administrator, Vietnamese.
;
;   makensis -V2 -INPUTCHARSET UTF8 -DDIST=<frozen folder> -DOUT=<setup.exe> -DVERSION=x.y.z
;            -DICON=<ico> [-DAMD64] [-DSIGN=<command>] [-DFAST] installer.nsi
;
;   AMD64  a 64-bit setup, for Debian, whose Wine is 64-bit only: what is built there. On a 32-bit
;          Windows it does not run, and Windows says so. Without it NSIS's usual 32-bit one, the only
;          kind that NSIS for Windows makes: it refuses a 32-bit Windows itself, with code 5. Folders
;          and registry keys are the same for both.
;   SIGN   run with the path of a finished program file as its last argument, once for the
;          uninstaller and once for the setup; other than 0 fails the build. DIST's programs are
;          signed before.
;   FAST   quick, weak compression, for a setup that only a test uses.
;
; Of DIST only VinhLocCDS.exe, vinhloc-cds.exe, THIRD-PARTY-NOTICES.txt and _internal are taken.
;
; Setup on the command line: /S without any window, /D=<folder> (last, no quotes) another folder;
; where the program is installed already that folder is kept. Uninstall.exe: /S, and /XOADULIEU
; deletes the data too. It copies itself to the temporary folder, where the copy stays, and returns
; at once; with `_?=<its folder>` (last, no quotes) it runs where it is, so that it can be waited for
; and its exit code be had, but cannot delete itself.
;
; Exit codes of both
;   0  done
;   1  the user cancelled
;   2  broken off by NSIS: a damaged setup file
;   3  a newer version is installed
;   4  the program is open and did not close, or something holds its files
;   5  Windows is too old, or (only a 32-bit setup gets to say that) not 64-bit
;   6  the folder will not do: cannot be written, disk full, path too long, somebody else's
;   7  another setup or uninstaller of the program is running
;   8  broken off between two versions, and something holds what has to be put back: run it again
;   9  installed, but Windows' list of programs took no entry
;
; It writes to its folder, two shortcuts and its uninstall key, nowhere else; never to the data. That
; a shortcut cannot be made, only the last page tells.

Unicode true
!ifdef AMD64
  Target amd64-unicode
!endif
!ifdef FAST
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  ; Both programs hold the same 11 MB of modules: the second is found in the first.
  SetCompressorDictSize 32
!endif

!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "FileFunc.nsh"
!include "WordFunc.nsh"
!include "WinVer.nsh"
!include "x64.nsh"

!define NAME "Vĩnh Lộc CDS"
!define COMPANY "UBND huyện Vĩnh Lộc"
!define PROGRAM "VinhLocCDS.exe"
!define CONSOLE "vinhloc-cds.exe"
!define UNINSTALLER "Uninstall.exe"
!define NOTICES "THIRD-PARTY-NOTICES.txt"
!define DATA "$LOCALAPPDATA\VinhLocCDS"
!define NEW "$INSTDIR\~VinhLocCDS.new" ; these three only while something is under way: swap.nsh
!define OLD "$INSTDIR\~VinhLocCDS.old"
!define GONE "$INSTDIR\~VinhLocCDS.gone"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\VinhLocCDS"

Name "${NAME}"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\VinhLocCDS"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
ManifestDPIAware true
ManifestSupportedOS Win10 ; Windows tells its true version only to who knows it
AllowSkipFiles off ; a program with a file left out is none
ShowInstDetails nevershow
ShowUninstDetails nevershow
SetFont "Segoe UI" 9
BrandingText "${NAME} ${VERSION}"

VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
VIAddVersionKey /LANG=1066 "CompanyName" "${COMPANY}"
VIAddVersionKey /LANG=1066 "FileDescription" "Bộ cài đặt ${NAME}"
VIAddVersionKey /LANG=1066 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1066 "LegalCopyright" "${COMPANY}"
VIAddVersionKey /LANG=1066 "ProductName" "${NAME}"
VIAddVersionKey /LANG=1066 "ProductVersion" "${VERSION}"

!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"' = 0
  !finalize '${SIGN} "%1"' = 0
!endif

Var Before ; the version that is installed, "" where none is
Var Opening ; what the first page says
Var Ending ; what the last page says
Var DeleteData ; 1 where the user asked for it in so many words
Var Linked ; 1 where the data that were deleted had links to elsewhere

!include "installer\wording.nsh"

; Ends with `code`; a silent setup says nothing.
!macro Refuse code sentence
  SetErrorLevel ${code}
  MessageBox MB_OK|MB_ICONSTOP "${sentence}" /SD IDOK
  Quit
!macroend

!include "installer\running.nsh"
!include "installer\swap.nsh"
!include "installer\checks.nsh"
!include "installer\data.nsh"
!include "installer\pages.nsh"

Function .onInit
  SetShellVarContext current
  !insertmacro OneAtATime
  Call CheckWindows
  Call TakeFolder
  Call FindBefore
FunctionEnd

Section
  ; Nothing is run from the program's folder, so that it can be removed afterwards.
  SetDetailsPrint textonly
  Call CheckFolder
  ${If} $0 != ""
    RMDir "$INSTDIR"
    !insertmacro Refuse 6 "$0"
  ${EndIf}
  Call CloseProgram
  Call PutBack ; a setup that was killed here before

  DetailPrint "${SAY_UNPACKING}"
  SetDetailsPrint none
  RMDir /r "${NEW}"
  ClearErrors
  SetOutPath "${NEW}"
  File "${DIST}\${PROGRAM}"
  File "${DIST}\${CONSOLE}"
  File "${DIST}\${NOTICES}"
  SetOutPath "${NEW}\_internal"
  File /r "${DIST}\_internal\*"
  WriteUninstaller "${NEW}\${UNINSTALLER}"
  SetOutPath "$PROFILE"
  ${If} ${Errors}
    RMDir /r "${NEW}"
    RMDir "$INSTDIR"
    !insertmacro Refuse 6 "${SAY_CANNOT_WRITE}"
  ${EndIf}

  SetDetailsPrint textonly
  DetailPrint "${SAY_SWAPPING}"
  Call CloseProgram ; somebody may have opened it meanwhile
  SetDetailsPrint none
  Call Swap

  ClearErrors
  ; Who has thrown the shortcut off his desktop does not get it back with every version.
  ${If} $Before == ""
  ${OrIf} $Before == "${VERSION}"
  ${OrIf} ${FileExists} "$DESKTOP\${NAME}.lnk"
    CreateShortcut "$DESKTOP\${NAME}.lnk" "$INSTDIR\${PROGRAM}"
  ${EndIf}
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${PROGRAM}"
  StrCpy $Ending "${SAY_FINISH_TEXT}"
  ${If} ${Errors}
    StrCpy $Ending "${SAY_FINISH_TEXT_NO_SHORTCUT}"
  ${EndIf}

  ${GetTime} "" "L" $0 $1 $2 $3 $4 $5 $6
  SectionGetSize 0 $3 ; KB
  ClearErrors
  WriteRegStr HKCU "${KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "Publisher" "${COMPANY}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\${UNINSTALLER}"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\${UNINSTALLER}" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  WriteRegStr HKCU "${KEY}" "InstallDate" "$2$1$0"
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" $3
  ${If} ${Errors}
    !insertmacro Refuse 9 "${SAY_NOT_LISTED}"
  ${EndIf}
SectionEnd

; NSIS itself gave up: above all a disk that is full. The program that was there is untouched.
Function .onInstFailed
  SetOutPath "$PROFILE"
  RMDir /r "${NEW}"
  RMDir "$INSTDIR"
  SetErrorLevel 6
FunctionEnd

Function un.onInit
  SetShellVarContext current
  !insertmacro OneAtATime
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/XOADULIEU" $1
  ${IfNot} ${Errors}
    StrCpy $DeleteData 1
  ${EndIf}
FunctionEnd

Section Uninstall
  SetDetailsPrint textonly
  Call un.CloseProgram
  Call un.PutBack
  DetailPrint "${SAY_REMOVING}"
  SetDetailsPrint none
  SetOutPath "$PROFILE"
  Call un.Remove
  Delete "$DESKTOP\${NAME}.lnk"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey HKCU "${KEY}"
  RMDir "$INSTDIR" ; only if nothing of the user's is in it
  RMDir "$LOCALAPPDATA\Programs" ; only if no other program is in it

  StrCpy $Ending "${SAY_REMOVED}"
  ${If} $DeleteData = 1
    StrCpy $0 "${DATA}"
    Call un.DeleteTree
    ${If} ${FileExists} "${DATA}"
      StrCpy $Ending "${SAY_REMOVED_DATA_REMAINS}"
      SetErrorLevel 4
    ${ElseIf} $Linked = 1
      StrCpy $Ending "${SAY_REMOVED_DATA_LINKED}"
    ${Else}
      StrCpy $Ending "${SAY_REMOVED_DATA_TOO}"
    ${EndIf}
  ${ElseIf} ${FileExists} "${DATA}"
    StrCpy $Ending "${SAY_REMOVED_DATA_KEPT}"
  ${EndIf}
SectionEnd
